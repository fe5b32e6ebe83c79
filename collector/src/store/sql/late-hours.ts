// Closed hours that samples came to: they are to be sealed anew.
import type { Instant } from '@upheld/shared/time/instant';
import type { Db } from './tables.ts';

export type LateHour = { target: number; hour: Instant };

/** Those before `end`, by hour and target, after a place. */
export const lateHours = (
  db: Db,
  end: Instant,
  { after, most }: { after: LateHour | undefined; most: number },
): Promise<LateHour[]> =>
  db
    .selectFrom('late_hours')
    .selectAll()
    .where('hour', '<', end)
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('hour', 'target'), '>', tuple(after?.hour ?? 0, after?.target ?? 0)),
      ),
    )
    .orderBy('hour')
    .orderBy('target')
    .limit(most)
    .execute();

/** An hour that is marked already stays so. */
export async function markLate(db: Db, late: LateHour): Promise<void> {
  await db
    .insertInto('late_hours')
    .values(late)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
