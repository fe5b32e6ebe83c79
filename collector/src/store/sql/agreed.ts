// What all processes of an installation must have alike.
import type { Db } from './tables.ts';

/** Call it inside a transaction. Gives what was said first. */
export async function agreeOn(db: Db, name: string, value: string): Promise<string> {
  await db
    .insertInto('agreed')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value: first } = await db
    .selectFrom('agreed')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return first;
}
