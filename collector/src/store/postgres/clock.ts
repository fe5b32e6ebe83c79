// The database's clock, which all its users share.
import type { Instant } from '@upheld/shared/time/instant';
import { sql } from 'kysely';
import type { Db } from '../sql/tables.ts';

/** As an expression: the moment of its evaluation, not of the transaction's beginning. */
export const clockNow = sql<Instant>`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;

export async function readClock(db: Db): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select ${clockNow} as now`.execute(db);
  return rows[0]?.now ?? 0;
}
