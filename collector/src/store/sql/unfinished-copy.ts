// The mark of a store that is filled with what another holds: until all of it is proven to be there, the store looks
// whole, and is nothing to judge by.
import type { OpenOptions } from '../engine.ts';
import { StoreError } from '../store-error.ts';
import type { Db } from './tables.ts';

/** Durable before any row of the copy. */
export async function beginCopy(db: Db, command: string): Promise<void> {
  if ((await unfinishedCopy(db)) !== null) return;
  await db.insertInto('unfinished_copy').values({ command }).execute();
}

export async function unfinishedCopy(db: Db): Promise<string | null> {
  const row = await db.selectFrom('unfinished_copy').select('command').executeTakeFirst();
  return row?.command ?? null;
}

export async function endCopy(db: Db): Promise<void> {
  await db.deleteFrom('unfinished_copy').execute();
}

/** Throws a `StoreError` about the store `name` unless it is whole, or whoever opens it may meet what is not. */
export async function refuseUnfinished(
  db: Db,
  name: string,
  { mayBeUnfinished }: OpenOptions,
): Promise<void> {
  const command = mayBeUnfinished === true ? null : await unfinishedCopy(db);
  if (command === null) return;
  throw new StoreError(
    'unfinished',
    `${name} is a copy that \`upheld ${command}\` began and did not prove whole; ${wayOn(command)}, or begin anew with an empty store`,
  );
}

const wayOn = (command: string): string =>
  command === 'restore'
    ? 'run that again with the same backup, which goes on'
    : 'run that again with --resume, which goes on';
