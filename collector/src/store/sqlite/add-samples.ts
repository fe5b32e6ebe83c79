// Adds samples of the sqlite engine by prepared statements, without the query builder: the hot path.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { outcomeCode, type Sample } from '@upheld/shared/facts/sample';
import type { Instant } from '@upheld/shared/time/instant';
import { hourOf } from '../blocks/hour.ts';
import type { NewSample, PutResult } from '../store.ts';
import { fencedPlaces } from '../sql/fences.ts';
import type { LateSamples } from '../sql/late-samples.ts';
import { isSame, outcomeColumns, outcomeFrom, type OutcomeColumns } from '../sql/outcomes.ts';
import { stretchOf } from '../sql/revisions.ts';
import type { TargetNumbers } from './targets.ts';

/** `late`: by target, the closed hours to which samples were added. */
export type Added = { result: PutResult; late: Map<number, Set<Instant>> };

/** Adds a batch, and raises the revisions. Call it inside a transaction; `late` speaks for its closed hours. */
export type AddSamples = (samples: NewSample[], late: LateSamples) => Added;

export function sampleAdder(database: DatabaseSync, targets: TargetNumbers): AddSamples {
  const statements = prepare(database);
  return (samples, late) => {
    const batch = new Batch(statements, targets, late);
    const read = (scope: string, shards: number[]) => fencesIn(statements.fence, scope, shards);
    const fenced = fencedPlaces(samples, read, Date.now());
    const isFenced = new Set(fenced);
    samples.forEach((sample, index) => {
      if (!isFenced.has(index)) batch.add(sample, index);
    });
    for (const [agreement, stretches] of batch.changed) {
      for (const stretch of stretches) statements.raise.run(stretch, agreement);
    }
    return { result: { ...batch.result, fenced }, late: batch.lateHours };
  };
}

type Statements = ReturnType<typeof prepare>;

const prepare = (database: DatabaseSync) => ({
  insert: database.prepare(
    'insert into samples (target, at, outcome, reason, latency_tenths, age_tenths, status) values (?, ?, ?, ?, ?, ?, ?) on conflict (target, at) do nothing',
  ),
  detail: database.prepare('insert into details (target, at, detail) values (?, ?, ?)'),
  headDetail: database.prepare('insert into head_details (target, at, detail) values (?, ?, ?)'),
  kept: database.prepare(
    'select outcome, reason, latency_tenths, age_tenths, status from samples where target = ? and at = ?',
  ),
  raise: database.prepare(
    'insert into sample_revisions (agreement, stretch, writer, revision) select id, ?, 0, 1 from agreements where name = ? on conflict do update set revision = revision + 1',
  ),
  fence: database.prepare('select shard, fence from shards where scope = ? and shard = ?'),
});

class Batch {
  readonly result: Omit<PutResult, 'fenced'> = { stored: 0, duplicates: 0, conflicts: [] };
  /** By agreement, the stretches of time of which the facts changed. */
  readonly changed = new Map<string, Set<number>>();
  readonly lateHours = new Map<number, Set<Instant>>();
  readonly #statements: Statements;
  readonly #targets: TargetNumbers;
  readonly #late: LateSamples;

  constructor(statements: Statements, targets: TargetNumbers, late: LateSamples) {
    this.#statements = statements;
    this.#targets = targets;
    this.#late = late;
  }

  add(sample: NewSample, index: number): void {
    const target = this.#targets.numberOf(sample);
    const columns = outcomeColumns(sample);
    const kept = this.#late.sealed(target, sample.at) ?? this.#insertOrKept(target, sample, columns);
    if (kept === null) this.#count(target, sample);
    else if (isSame(columns, kept)) this.result.duplicates += 1;
    else this.result.conflicts.push({ index, given: sample, kept: keptSample(sample, kept) });
  }

  /** What its slot holds already, or null where it was free. */
  #insertOrKept(target: number, sample: NewSample, columns: OutcomeColumns): OutcomeColumns | null {
    const { outcome, reason, latency_tenths, age_tenths, status } = columns;
    const { changes } = this.#statements.insert.run(
      ...[target, sample.at, outcome, reason, latency_tenths, age_tenths, status],
    );
    if (changes !== 1) return keptColumns(this.#statements.kept, target, sample.at);
    if (sample.detail) {
      const table = outcome === outcomeCode.ok ? this.#statements.headDetail : this.#statements.detail;
      table.run(target, sample.at, JSON.stringify(sample.detail));
    }
    return null;
  }

  #count(target: number, { agreement, at }: Sample): void {
    this.result.stored += 1;
    note(this.changed, agreement, stretchOf(at));
    if (this.#late.isLate(target, at)) note(this.lateHours, target, hourOf(at));
  }
}

function note<Key>(sets: Map<Key, Set<number>>, key: Key, value: number): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

const fencesIn = (statement: StatementSync, scope: string, shards: number[]) =>
  shards
    .flatMap((shard) => statement.all(scope, shard))
    .map((row) => ({ shard: Number(row['shard']), fence: Number(row['fence']) }));

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

const keptSample = ({ agreement, source, vantage, at }: Sample, kept: OutcomeColumns): Sample => ({
  ...{ agreement, source, vantage, at },
  ...outcomeFrom(kept),
});
