// Samples as rows of arrays: one statement takes a whole batch.
import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import type { NewSample } from '../store.ts';
import { outcomeColumns, type OutcomeColumns } from '../sql/outcomes.ts';
import type { Db } from '../sql/tables.ts';

/** `place` is the sample's in its batch. */
export type SampleRow = { place: number; sample: NewSample; target: number; columns: OutcomeColumns };

/** In the order of their keys, so that two batches never wait for each other; of equal keys the first first. */
export const sampleRows = (samples: readonly NewSample[], targets: readonly number[]): SampleRow[] =>
  samples
    .map((sample, place) => ({
      ...{ place, sample, target: targets[place] ?? 0 },
      columns: outcomeColumns(sample),
    }))
    .toSorted((a, b) => a.target - b.target || a.sample.at - b.sample.at);

/** The slot of a target, which has one row. */
export const keyOf = ({ target, sample }: Pick<SampleRow, 'target' | 'sample'>): string =>
  slotKey(target, sample.at);

export const slotKey = (target: number, at: number): string => `${target} ${at}`;

/** An array as PostgreSQL reads it, in a third of the time that its client takes to write one. */
export const numbers = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`;

const sampleColumns = sql.raw('target, at, outcome, reason, latency_tenths, age_tenths, status');

/**
 * Adds those of the hour that runs, and of later ones, by the database's clock; `openFrom` is its start. A clock that was
 * set back stands behind hours that are sealed already: then it is the end of those.
 */
export async function addOpen(
  db: Db,
  rows: readonly SampleRow[],
): Promise<{ openFrom: Instant; added: ReadonlySet<string> }> {
  const { rows: answers } = await sql<{ open_from: Instant } & Added>`
    with clock as materialized (
      select greatest((floor(extract(epoch from clock_timestamp()) / 3600) * 3600000)::bigint,
        (select max(sealed_until) from targets)) as open_from
    ), added as (
      insert into samples (${sampleColumns}) select given.* from ${unnested(rows)} cross join clock where given.at >= clock.open_from
      on conflict (target, at) do nothing returning target, at
    ) select clock.open_from, ${addedIn(rows)} from clock`.execute(db);
  const [answer] = answers;
  const openFrom = answer?.open_from ?? 0;
  return { openFrom, added: keysAdded(rows, answer) };
}

/** Adds rows wherever they belong. */
export async function addRows(db: Db, rows: readonly SampleRow[]): Promise<ReadonlySet<string>> {
  const { rows: answers } = await sql<Added>`
    with added as (
      insert into samples (${sampleColumns}) select given.* from ${unnested(rows)}
      on conflict (target, at) do nothing returning target, at
    ) select ${addedIn(rows)}`.execute(db);
  return keysAdded(rows, answers[0]);
}

type Added = { keys: string[] | null };

/** Null stands for all: of most batches nothing but a count comes back. */
const addedIn = (rows: readonly SampleRow[]): RawBuilder<unknown> =>
  sql`(select case when count(*) < ${rows.length} then coalesce(array_agg(target || ' ' || at), '{}') end from added) as keys`;

const keysAdded = (rows: readonly SampleRow[], answer: Added | undefined): ReadonlySet<string> =>
  new Set(answer?.keys ?? rows.map(keyOf));

/** As a table, its columns those of `samples`. */
const unnested = (rows: readonly SampleRow[]): RawBuilder<unknown> =>
  sql`unnest(
    ${numbers(rows.map(({ target }) => target))}::bigint[],
    ${numbers(rows.map(({ sample }) => sample.at))}::bigint[],
    ${numbers(rows.map(({ columns }) => columns.outcome))}::smallint[],
    ${rows.map(({ columns }) => columns.reason)}::text[],
    ${numbers(rows.map(({ columns }) => columns.latency_tenths))}::bigint[],
    ${numbers(rows.map(({ columns }) => columns.age_tenths))}::bigint[],
    ${numbers(rows.map(({ columns }) => columns.status))}::smallint[]
  ) as given (${sampleColumns})`;
