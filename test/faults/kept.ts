// Whether a store holds every batch that its writer acknowledged, and of the others all or nothing.
import { openStore } from '@upheld/collector/store/registry';
import { latencyOf, slotsOf } from './batches.ts';
import { nothingFound, type Findings } from './fault.ts';

/** Of the batches before `next`. */
export async function kept(url: string, acknowledged: ReadonlySet<number>, next: number): Promise<Findings> {
  const store = await openStore(url, { isReader: true });
  try {
    const [series] = await store.readSamples({
      ...{ agreement: 'acme', source: 'api' },
      ...{ start: 0, end: 8e15 },
    });
    const at = [...(series?.at ?? [])];
    const latency = new Map(at.map((slot, index) => [slot, series?.latencyMs[index] ?? NaN]));
    const found = { ...nothingFound(), double: at.length - latency.size };
    let whole = 0;
    for (let number = 0; number < next; number += 1) {
      const slots = slotsOf(number);
      const there = slots.filter((slot) => latency.has(slot)).length;
      const right = slots.filter((slot, row) => isRight(latency.get(slot), number, row)).length;
      whole += there;
      if (acknowledged.has(number)) {
        found.acknowledged += slots.length;
        found.lost += slots.length - right;
      } else if (there !== 0 && right !== slots.length) found.astray += there;
    }
    found.astray += latency.size - whole;
    return found;
  } finally {
    await store.close();
  }
}

const isRight = (latencyMs: number | undefined, number: number, row: number): boolean =>
  latencyMs !== undefined && (row % 10 === 0 ? Number.isNaN(latencyMs) : latencyMs === latencyOf(number));
