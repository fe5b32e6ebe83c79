// Samples that come after their hour was sealed and its rows are gone: new ones are taken, known ones known again,
// and others refused, whatever the order.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@upheld/collector/store/registry';
import { batch, closedUntil, rows } from './batches.ts';
import { nothingFound, type Fault, type Findings } from './fault.ts';
import { kept } from './kept.ts';
import { between } from './lanes.ts';

export const lateSamples: Fault = {
  name: 'late samples after sealing',
  rounds: 50,
  missing: () => null,
  play,
};

async function play(rounds: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-late-'));
  const url = `sqlite:${join(folder, 'upheld.db')}`;
  const store = await openStore(url);
  const broken: string[] = [];
  const acknowledged = new Set<number>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const put = await store.putSamples(batch(round));
      if (put.stored !== rows) broken.push(`round ${round}: ${put.stored} of ${rows} late samples were new`);
      acknowledged.add(round);
      await store.sealHours({ before: closedUntil, most: 100 });
      if (round % 2 === 0) await store.retireHeads({ before: closedUntil, most: 100 });
      const old = between(0, round);
      const again = await store.putSamples(batch(old));
      if (again.duplicates !== rows) broken.push(`round ${round}: batch ${old} was not known again`);
      const other = await store.putSamples(batch(old).map((sample) => ({ ...sample, ...contrary })));
      if (other.conflicts.length !== rows) broken.push(`round ${round}: batch ${old} was told otherwise`);
    }
  } finally {
    await store.close();
  }
  const found = await kept(url, acknowledged, rounds).catch((error: unknown) => {
    broken.push(String(error));
    return nothingFound();
  });
  await rm(folder, { recursive: true });
  return { ...found, broken };
}

/** What no sample of a batch says. */
const contrary = { outcome: 'bad', reason: 'tls', latencyMs: 7 } as const;
