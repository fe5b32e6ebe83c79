// Two processes write late samples into one PostgreSQL, seal them and let go of days, all at once, beside a third that
// only seals and lets go: nothing is lost, nothing is taken for damage, and no sample is refused for good.
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, Findings } from './fault.ts';
import { added } from './fault.ts';
import { kept } from './kept.ts';
import { missingPostgres, onPostgres, type Database } from './postgres.ts';
import { startTidying } from './tidying.ts';
import { written } from './written.ts';

const writers = 2;
const roundMs = 3_000;

export const tidiedTogether: Fault = {
  name: 'late samples while two processes seal and retire on PostgreSQL',
  rounds: 6,
  missing: missingPostgres,
  play: (rounds) => onPostgres((database) => play(rounds, database)),
};

async function play(rounds: number, { url }: Database): Promise<Findings> {
  const acknowledged = new Set<number>();
  const found: Findings[] = [];
  let next = 0;
  const endTidying = await startTidying(url);
  for (let round = 0; round < rounds; round += 1) {
    const first = next;
    const lives = await Promise.all(
      Array.from({ length: writers }, (_, place) =>
        written(url, first + place, () => wait(roundMs), { step: writers, restMs: 40 }),
      ),
    );
    for (const life of lives) for (const number of life.acknowledged) acknowledged.add(number);
    next = Math.max(...lives.map((life) => life.next));
    found.push({ ...(await kept(url, acknowledged, next)), acknowledged: 0 });
  }
  const { blocks, rows, broken } = await endTidying();
  if (blocks === 0 || rows === 0) broken.push(`${blocks} blocks were sealed, ${rows} rows let go of`);
  const last = await kept(url, acknowledged, next);
  return added([...found, last, { ...added([]), broken }]);
}
