// Opens the database: looks whether it is ours and of this release, brings its tables up to date, and gives the pool.
import type { Pool } from 'pg';
import type { OpenOptions } from '../engine.ts';
import { postgresName } from './address.ts';
import { checkCurrent, migrate } from './migrations.ts';
import { clientConfig, LimitedClient, openPool } from './pool.ts';

/** A reader changes nothing, tables included. */
export async function openDatabase(address: string, { isReader = false }: OpenOptions): Promise<Pool> {
  const client = new LimitedClient(clientConfig(address));
  await client.connect();
  try {
    if (isReader) await checkCurrent(client, postgresName(address));
    else await migrate(client, postgresName(address));
  } finally {
    await client.end();
  }
  return openPool(address, { isReader });
}
