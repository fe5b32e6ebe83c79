// Agreements as the store knows them: a number for each name, and revisions that rise with every change of
// its facts, in the same transaction as the change: one for every stretch of time, and their sum for the whole.
import { sql, type ExpressionBuilder } from 'kysely';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { Db, RevisionRow } from './tables.ts';

/** About a month: short enough that the present leaves a closed quarter alone, long enough to be few. */
const stretchMs = 30 * 86_400_000;

/** The stretch of time that holds an instant. */
export const stretchOf = (at: Instant): number => Math.floor(at / stretchMs);

/** The agreement's number, given on first use. */
export async function agreementId(db: Db, name: string): Promise<number> {
  await db
    .insertInto('agreements')
    .values({ name })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('agreements')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Call it inside the transaction that changes what is known of an agreement's tickets from `at` on. */
export async function raiseRevision(db: Db, name: string, at: Instant): Promise<void> {
  await raise(db, name, 'from', [stretchOf(at)]);
}

/** Call it inside the transaction that adds facts which speak where they stand, in these stretches. */
export async function raiseRevisionWithin(db: Db, name: string, stretches: Set<number>): Promise<void> {
  await raise(db, name, 'within', [...stretches]);
}

async function raise(db: Db, name: string, reach: 'from' | 'within', stretches: number[]): Promise<void> {
  const agreement = await agreementId(db, name);
  await db
    .insertInto('revisions')
    .values(stretches.map((stretch) => ({ agreement, reach, stretch, revision: 1 })))
    .onConflict((conflict) =>
      conflict
        .columns(['agreement', 'reach', 'stretch'])
        .doUpdateSet({ revision: sql<number>`revisions.revision + 1` }),
    )
    .execute();
}

/** 0 for an agreement that has no facts yet. With a window: of the facts that bear on it. */
export async function readRevision(db: Db, name: string, window?: Interval): Promise<number> {
  const changes = changesOf(db, name)
    .selectFrom('changes')
    .select(({ fn }) => fn.sum<number | null>('revision').as('revision'));
  const wanted = window === undefined ? changes : changes.where(bearsOn(window));
  return (await wanted.executeTakeFirst())?.revision ?? 0;
}

/** How often each stretch changed, by whom it was and how far that reaches. */
const changesOf = (db: Db, name: string) =>
  db.with('changes', (given) => {
    const agreement = given.selectFrom('agreements').select('id').where('name', '=', name);
    return given
      .selectFrom('revisions')
      .select(['reach', 'stretch', 'revision'])
      .where('agreement', '=', agreement)
      .unionAll(
        given
          .selectFrom('sample_revisions')
          .select([sql<'within'>`'within'`.as('reach'), 'stretch', 'revision'])
          .where('agreement', '=', agreement),
      );
  });

/** `from` reaches on from its stretch, `within` speaks in its own alone. */
function bearsOn({ start, end }: Interval) {
  const [first, last] = [stretchOf(start), stretchOf(end - 1)];
  return ({
    and,
    or,
    eb,
  }: ExpressionBuilder<{ changes: Pick<RevisionRow, 'reach' | 'stretch'> }, 'changes'>) =>
    and([eb('stretch', '<=', last), or([eb('reach', '=', 'from'), eb('stretch', '>=', first)])]);
}
