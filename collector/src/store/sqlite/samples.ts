// Samples in and out of the sqlite engine. Those of hours that are not sealed yet, which nearly all are, are added
// without a look at blocks.
import type { DatabaseSync } from 'node:sqlite';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import { hourOf } from '../blocks/hour.ts';
import { withHours } from '../blocks/merge.ts';
import type { NewSample, PutResult, Store } from '../store.ts';
import { readLate, recordLate, type ClosedHours, type LateSamples } from '../sql/late-samples.ts';
import { readHours } from '../sql/sealed-hours.ts';
import type { Db } from '../sql/tables.ts';
import { sampleAdder } from './add-samples.ts';
import { seriesFrom } from './series.ts';
import { inTransaction } from './transaction.ts';
import { targetNumbers, type TargetNumbers } from './targets.ts';

type SampleQuery = Parameters<Store['readSamples']>[0];

export type SampleTable = {
  put(samples: NewSample[]): Promise<PutResult>;
  read(query: SampleQuery): Promise<SampleSeries[]>;
};

/** The samples of an open database; `db` builds queries on the same connection. */
export function sampleTable(database: DatabaseSync, db: Db): SampleTable {
  const targets = targetNumbers(database);
  const add = sampleAdder(database, targets);
  const read = headReader(database);
  const sealed = sealedMarks(database);
  const putLate = (samples: NewSample[]): Promise<PutResult> =>
    db.transaction().execute(async (transaction) => {
      const late = await readLate(transaction, closedHours(targets, sealed.until, samples));
      const added = add(samples, late);
      await recordLate(transaction, added.late);
      return added.result;
    });
  return {
    async put(samples) {
      try {
        // Nothing else writes in between: this process holds the file.
        const newest = sealed.newest();
        if (samples.some(({ at }) => at < newest)) return await putLate(samples);
        return inTransaction(database, () => add(samples, nothingLate).result);
      } catch (error) {
        targets.forget();
        throw error;
      }
    },
    async read(query) {
      const { agreement, source } = query;
      const series: SampleSeries[] = [];
      for (const { vantage, id } of targets.of(agreement, source)) {
        // Heads first: what another process lets go of in between is found in its block.
        const heads = read({ source, vantage }, id, query);
        const hours = await readHours(db, { agreement, source, vantage, id }, query);
        series.push(withHours(heads, hours, query));
      }
      return series.filter(({ at }) => at.length > 0);
    },
  };
}

const nothingLate: LateSamples = { isLate: () => false, sealed: () => null };

/** Up to when hours are sealed: of the target that is furthest, and of one. */
function sealedMarks(database: DatabaseSync) {
  const newest = database.prepare('select max(sealed_until) as until from targets');
  const ofTarget = database.prepare('select sealed_until as until from targets where id = ?');
  return {
    newest: (): Instant => Number(newest.get()?.['until'] ?? 0),
    until: (target: number): Instant => Number(ofTarget.get(target)?.['until'] ?? 0),
  };
}

/** The sealed hours to which these samples belong, by target. */
function closedHours(
  targets: TargetNumbers,
  sealedUntil: (target: number) => Instant,
  samples: NewSample[],
): ClosedHours[] {
  const ofTarget = Map.groupBy(samples, (sample) => targets.numberOf(sample));
  return [...ofTarget].flatMap(([id, [first, ...rest]]) => {
    if (first === undefined) return [];
    const until = sealedUntil(id);
    const hours = [first, ...rest].map(({ at }) => hourOf(at)).filter((hour) => hour < until);
    const { agreement, source, vantage } = first;
    return [{ target: { id, agreement, source, vantage }, hours: new Set(hours) }];
  });
}

function headReader(database: DatabaseSync) {
  // Rows as arrays: a third of the time that rows as objects take.
  const range = database.prepare(
    'select at, outcome, latency_tenths from samples where target = ? and at >= ? and at < ? order by at',
    { returnArrays: true },
  );
  // Apart, because most sources have neither and two more columns take a quarter more time.
  const more = database.prepare(
    `select at, age_tenths, status from samples indexed by samples_with_more
     where target = ? and at >= ? and at < ? and (age_tenths is not null or status is not null) order by at`,
    { returnArrays: true },
  );
  return (
    target: { source: string; vantage: string },
    id: number,
    { start, end }: SampleQuery,
  ): SampleSeries => seriesFrom(target, range.all(id, start, end), more.all(id, start, end));
}
