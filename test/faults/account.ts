// Whether a store holds what a collector counted as stored, and an outcome for every slot in between.
import { outcomeCode } from '@upheld/shared/facts/sample';
import { openStore } from '@upheld/collector/store/registry';
import { everyMs, sources, type Counted, type Installed } from './collector.ts';
import { added, nothingFound, type Findings } from './fault.ts';

/** `lives`: what each life of the collector said last. */
export async function account({ storeUrl }: Installed, lives: readonly Counted[]): Promise<Findings> {
  const store = await openStore(storeUrl, { isReader: true });
  try {
    const found: Findings[] = [];
    for (const source of sources) {
      const [series] = await store.readSamples({ agreement: 'acme', source, start: 0, end: 8e15 });
      found.push(accountOf(source, [...(series?.at ?? [])], [...(series?.outcome ?? [])], lives));
    }
    return added(found);
  } finally {
    await store.close();
  }
}

/** `at` and `outcome` are what the store holds of a source, in rising order. */
export function accountOf(
  source: string,
  at: readonly number[],
  outcome: readonly number[],
  lives: readonly Counted[],
): Findings {
  const measured = new Set(at.filter((_, index) => outcome[index] !== outcomeCode.unmeasured));
  const said = lives.flatMap((life) => life.get(source) ?? []);
  const acknowledged = said.reduce((total, { samples }) => total + samples, 0);
  const newestMissing = said.filter(({ lastSlot }) => !measured.has(lastSlot)).length;
  const slots = new Set(at);
  const scheduled = at.length === 0 ? 0 : Math.round(((at.at(-1) ?? 0) - (at[0] ?? 0)) / everyMs) + 1;
  const offGrid = at.filter((slot) => (slot - (at[0] ?? 0)) % everyMs !== 0).length;
  return {
    ...nothingFound(),
    acknowledged,
    lost: Math.max(acknowledged - measured.size, newestMissing, 0),
    double: at.length - slots.size,
    astray: Math.abs(scheduled - slots.size) + offGrid,
  };
}
