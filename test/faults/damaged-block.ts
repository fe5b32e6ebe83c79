// A block whose hash is broken in the database: late samples of its hour are refused loudly, those that came with them
// for other hours are stored, and once the block is as it was everything acknowledged is there.
import { createWriter } from '@upheld/collector/store/batch';
import { openStore } from '@upheld/collector/store/registry';
import { StoreError } from '@upheld/collector/store/store-error';
import type { NewSample } from '@upheld/collector/store/store';
import { batch, closedUntil, rows as rowsOfBatch } from './batches.ts';
import { added, type Fault, type Findings } from './fault.ts';
import { kept } from './kept.ts';
import { missingPostgres, onPostgres, type Database } from './postgres.ts';

export const damagedBlock: Fault = {
  name: 'late samples for a damaged block on PostgreSQL',
  rounds: 10,
  missing: missingPostgres,
  play: (rounds) => onPostgres((database) => play(rounds, database)),
};

/** Batches go to six hours in turn, so that the first of each round is of the hour that is damaged. */
const hours = 6;

async function play(rounds: number, { url, ask }: Database): Promise<Findings> {
  const store = await openStore(url);
  const acknowledged = new Set<number>();
  const broken: string[] = [];
  const put = async (number: number): Promise<void> => {
    await store.putSamples(batch(number));
    acknowledged.add(number);
  };
  for (let number = 0; number < hours; number += 1) await put(number);
  for (let round = 1; round <= rounds; round += 1) {
    await store.sealHours({ before: closedUntil, most: 100 });
    await store.retireHeads({ before: closedUntil, most: 100 });
    await ask(turned);
    const writer = createWriter(store);
    const numbers = Array.from({ length: hours }, (_, place) => round * hours + place);
    const written = numbers.map((number) => stored(batch(number), writer.write));
    await writer.close();
    const counts = await Promise.all(written);
    if (counts[0] !== 0) broken.push(`round ${round}: samples of a damaged hour were stored`);
    const others = counts.slice(1).every((count) => count === rowsOfBatch);
    if (!others) broken.push(`round ${round}: samples of other hours were refused`);
    await ask(turned);
    for (const number of numbers.slice(1)) acknowledged.add(number);
    await put(round * hours);
  }
  await store.close();
  const found = await kept(url, acknowledged, (rounds + 1) * hours);
  return added([found, { ...added([]), broken }]);
}

/** Breaks the hash of the newest block of the first hour; a second time mends it. */
const turned = `update blocks set hash = set_byte(hash, 0, get_byte(hash, 0) # 255)
  where hour = (select min(hour) from blocks)`;

/** How many of them were stored; the others were refused as what can never be stored. */
async function stored(
  samples: readonly NewSample[],
  write: (sample: NewSample) => Promise<unknown>,
): Promise<number> {
  const settled = await Promise.allSettled(samples.map(write));
  for (const each of settled) {
    if (each.status === 'fulfilled') continue;
    if (!(each.reason instanceof StoreError) || each.reason.code !== 'invalid') throw each.reason;
  }
  return settled.filter(({ status }) => status === 'fulfilled').length;
}
