// A batch of samples into PostgreSQL: all of it durable or none. Everybody takes locks in the same order: fences, rows
// of the open hour, targets, rows of closed hours, revisions; within each by key.
import type { NewSample, PutResult } from '../store.ts';
import { readFencedPlaces } from '../sql/fences.ts';
import type { Db } from '../sql/tables.ts';
import { clockNow } from './clock.ts';
import { addClosed } from './closed-hours.ts';
import { addDetails } from './details.ts';
import { lacksPartition, sqlStateOf } from './faults.ts';
import { addOpen, keyOf, sampleRows, type SampleRow } from './sample-rows.ts';
import { comparedWithKept } from './kept-samples.ts';
import type { Partitions } from './partitions.ts';
import { raiseRevisions } from './revisions.ts';
import { dayOf } from './spans.ts';
import { TargetsForgotten, type TargetNumbers } from './targets.ts';
import { inTransaction } from './transaction.ts';

/** To let go of days takes longer than to put into it. */
const attempts = 5;

export async function putSamples(
  db: Db,
  { targets, partitions }: { targets: TargetNumbers; partitions: Partitions },
  samples: NewSample[],
): Promise<PutResult> {
  const days = samples.map(({ at }) => dayOf(at));
  for (let attempt = 1; ; attempt += 1) {
    await partitions.ensure(days);
    await targets.learn(samples);
    try {
      return await inTransaction(db, (transaction) =>
        putAll(transaction, samples, sampleRows(samples, targets.numbersOf(samples))),
      );
    } catch (error) {
      if (!isStale(error) || attempt === attempts) throw error;
      partitions.forget();
      targets.forget();
    }
  }
}

/** Another process may have let go of a day meanwhile, or somebody put the database back to an earlier moment. */
const isStale = (error: unknown): boolean =>
  lacksPartition(error) || error instanceof TargetsForgotten || sqlStateOf(error) === '23503';

async function putAll(db: Db, samples: NewSample[], all: SampleRow[]): Promise<PutResult> {
  const fenced = await readFencedPlaces(db, samples, clockNow);
  const isFenced = new Set(fenced);
  const rows = all.filter(({ place }) => !isFenced.has(place));
  const fresh = [...new Map(rows.toReversed().map((row) => [keyOf(row), row])).values()].toReversed();
  const { openFrom, added } = await addOpen(db, fresh);
  const closed = fresh.filter(({ sample }) => sample.at < openFrom);
  const late = await addClosed(db, closed);
  const isStored = new Set(fresh.filter((row) => added.has(keyOf(row)) || late.added.has(keyOf(row))));
  const rest = rows.filter((row) => !isStored.has(row));
  const { duplicates, conflicts } = await comparedWithKept(db, rest, late.sealed);
  await addDetails(db, [...isStored]);
  await raiseRevisions(db, [...isStored]);
  return { stored: isStored.size, duplicates, conflicts, fenced };
}
