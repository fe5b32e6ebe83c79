// Opens the database: looks whether it is ours and of this release, brings its tables up to date, and gives the pool.
import type { Pool } from 'pg';
import type { OpenOptions } from '../engine.ts';
import { refuseUnfinished } from '../sql/unfinished-copy.ts';
import { postgresName } from './address.ts';
import { checkCurrent, migrate } from './migrations.ts';
import { clientConfig, LimitedClient, openPool, queriesOf } from './pool.ts';

/** A reader changes nothing, tables included. */
export async function openDatabase(address: string, options: OpenOptions): Promise<Pool> {
  const { isReader = false } = options;
  const client = new LimitedClient(clientConfig(address));
  await client.connect();
  try {
    if (isReader) await checkCurrent(client, postgresName(address));
    else await migrate(client, postgresName(address));
  } finally {
    await client.end();
  }
  const pool = openPool(address, { isReader, use: 'common' });
  try {
    await refuseUnfinished(queriesOf(pool), postgresName(address), options);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}
