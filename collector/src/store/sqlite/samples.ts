// The hot path of the sqlite engine: samples in and out by prepared statements, without the query builder.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Sample, SampleSeries } from '@upheld/shared/facts/sample';
import type { NewSample, PutResult, Store } from '../store.ts';
import { fencedPlaces } from '../sql/fences.ts';
import { stretchOf } from '../sql/revisions.ts';
import { outcomeColumns, outcomeFrom, type OutcomeColumns } from '../sql/outcomes.ts';
import { seriesFrom } from './series.ts';
import { inTransaction } from './transaction.ts';
import { targetNumbers, type TargetNumbers } from './targets.ts';

type SampleQuery = Parameters<Store['readSamples']>[0];

export type SampleTable = {
  put(samples: NewSample[]): PutResult;
  read(query: SampleQuery): SampleSeries[];
};

/** The samples of an open database. */
export function sampleTable(database: DatabaseSync): SampleTable {
  const targets = targetNumbers(database);
  const statements = prepare(database);
  return {
    put(samples) {
      try {
        return inTransaction(database, () => putAll(statements, targets, samples));
      } catch (error) {
        targets.forget();
        throw error;
      }
    },
    read: ({ agreement, source, start, end }) =>
      targets.of(agreement, source).flatMap(({ vantage, id }) => {
        const rows = statements.range.all(id, start, end);
        const more = statements.more.all(id, start, end);
        return rows.length === 0 ? [] : [seriesFrom({ source, vantage }, rows, more)];
      }),
  };
}

type Statements = Record<
  'insert' | 'detail' | 'kept' | 'raise' | 'raiseStretch' | 'range' | 'more' | 'fence',
  StatementSync
>;

const prepare = (database: DatabaseSync): Statements => ({
  insert: database.prepare(
    'insert into samples (target, at, outcome, reason, latency_tenths, age_tenths, status) values (?, ?, ?, ?, ?, ?, ?) on conflict (target, at) do nothing',
  ),
  detail: database.prepare('insert into details (target, at, detail) values (?, ?, ?)'),
  kept: database.prepare(
    'select outcome, reason, latency_tenths, age_tenths, status from samples where target = ? and at = ?',
  ),
  raise: database.prepare('update agreements set revision = revision + 1 where name = ?'),
  raiseStretch: database.prepare(
    "insert into revisions (agreement, reach, stretch, revision) select id, 'within', ?, 1 from agreements where name = ? on conflict do update set revision = revision + 1",
  ),
  fence: database.prepare('select shard, fence from shards where scope = ? and shard = ?'),
  // Rows as arrays: a third of the time that rows as objects take.
  range: database.prepare(
    'select at, outcome, latency_tenths from samples where target = ? and at >= ? and at < ? order by at',
    { returnArrays: true },
  ),
  // Apart, because most sources have neither and two more columns take a quarter more time.
  more: database.prepare(
    `select at, age_tenths, status from samples indexed by samples_with_more
     where target = ? and at >= ? and at < ? and (age_tenths is not null or status is not null) order by at`,
    { returnArrays: true },
  ),
});

function putAll(statements: Statements, targets: TargetNumbers, samples: NewSample[]): PutResult {
  const fenced = fencedPlaces(samples, (scope, shards) => fencesIn(statements.fence, scope, shards));
  const result: PutResult = { stored: 0, duplicates: 0, conflicts: [], fenced };
  const isFenced = new Set(fenced);
  const changed = new Map<string, Set<number>>();
  samples.forEach((sample, index) => {
    if (isFenced.has(index)) return;
    const target = targets.numberOf(sample);
    const columns = outcomeColumns(sample);
    if (insert(statements, target, sample, columns)) {
      result.stored += 1;
      changed.set(sample.agreement, (changed.get(sample.agreement) ?? new Set()).add(stretchOf(sample.at)));
      return;
    }
    const kept = keptColumns(statements.kept, target, sample.at);
    if (isEqual(columns, kept)) result.duplicates += 1;
    else result.conflicts.push({ index, given: sample, kept: keptSample(sample, kept) });
  });
  for (const [agreement, stretches] of changed) raise(statements, agreement, stretches);
  return result;
}

const fencesIn = (statement: StatementSync, scope: string, shards: number[]) =>
  shards
    .flatMap((shard) => statement.all(scope, shard))
    .map((row) => ({ shard: Number(row['shard']), fence: Number(row['fence']) }));

function raise(statements: Statements, agreement: string, stretches: Set<number>): void {
  statements.raise.run(agreement);
  for (const stretch of stretches) statements.raiseStretch.run(stretch, agreement);
}

function insert(statements: Statements, target: number, sample: NewSample, columns: OutcomeColumns): boolean {
  const { outcome, reason, latency_tenths, age_tenths, status } = columns;
  const { changes } = statements.insert.run(
    ...[target, sample.at, outcome, reason, latency_tenths, age_tenths, status],
  );
  if (changes !== 1) return false;
  if (sample.detail) statements.detail.run(target, sample.at, JSON.stringify(sample.detail));
  return true;
}

function keptColumns(statement: StatementSync, target: number, at: number): OutcomeColumns {
  const row = statement.get(target, at) ?? {};
  return {
    outcome: Number(row['outcome']),
    reason: row['reason'] === null ? null : String(row['reason']),
    latency_tenths: numberOrNull(row['latency_tenths']),
    age_tenths: numberOrNull(row['age_tenths']),
    status: numberOrNull(row['status']),
  };
}

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

const isEqual = (a: OutcomeColumns, b: OutcomeColumns): boolean =>
  a.outcome === b.outcome &&
  a.reason === b.reason &&
  a.latency_tenths === b.latency_tenths &&
  a.age_tenths === b.age_tenths &&
  a.status === b.status;

const keptSample = ({ agreement, source, vantage, at }: Sample, kept: OutcomeColumns): Sample => ({
  agreement,
  source,
  vantage,
  at,
  ...outcomeFrom(kept),
});
