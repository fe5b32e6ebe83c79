// The connections to PostgreSQL. What is acknowledged must be on its disk, so nothing here touches
// synchronous_commit; a server that does not answer must not hold a collector.
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, TypeOverrides, type ClientConfig, type PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import type { Db, Tables } from '../sql/tables.ts';
import { clientAddress } from './address.ts';

/**
 * Thousands of reads may wait at once, and each may take long: samples, and the word that this process runs, have
 * connections of their own (`urgent`). Many processes share the server's 100 connections.
 */
const connections = { common: 3, urgent: 2 };

/**
 * With these a put is over minutes before the hour that it began in is sealed. `heldMs`: the longest that one use of
 * a connection takes; it is longer only where the network or the server's machine is gone without a word.
 */
const limits = { connectMs: 5_000, statementMs: 20_000, idleInTransactionMs: 5_000, heldMs: 30_000 };

/** How every connection is made. */
export const clientConfig = (address: string): ClientConfig => ({
  connectionString: clientAddress(address),
  application_name: 'upheld',
  keepAlive: true,
  types: wholeNumbers(),
});

/** Opens no connection yet. One that breaks is replaced when the next is needed. */
export function openPool(
  address: string,
  { isReader, use }: { isReader: boolean; use: keyof typeof connections },
): Pool {
  const pool = quietPool({
    ...clientConfig(address),
    max: connections[use],
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    ...(isReader ? { options: '-c default_transaction_read_only=on' } : {}),
  });
  endStuck(pool);
  return pool;
}

/** One connection for one long look at everything. */
export const openSnapshotPool = (address: string): Pool => quietPool({ ...clientConfig(address), max: 1 });

/** The query builder over a pool; destroying it ends the pool. */
export const queriesOf = (pool: Pool): Db =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) });

/**
 * The pool would take the limit for the time that a call waits for its turn too; that ends as long as every connection
 * is given back in time.
 */
export class LimitedClient extends Client {
  constructor(config?: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: limits.connectMs });
    // Whoever waits on it is told; without a listener a connection that breaks would end the thread of the store too.
    this.on('error', () => undefined);
  }
}

/** The same of a connection that breaks while nobody uses it. */
function quietPool(config: ConstructorParameters<typeof Pool>[0]): Pool {
  const pool = new Pool({ ...config, Client: LimitedClient });
  pool.on('error', () => undefined);
  return pool;
}

/** To end a connection is to fail what waits on it. */
function endStuck(pool: Pool): void {
  const timers = new Map<PoolClient, NodeJS.Timeout>();
  const clear = (client: PoolClient): void => {
    clearTimeout(timers.get(client));
    timers.delete(client);
  };
  const end = (client: PoolClient): void => void client.end();
  pool.on('acquire', (client) => timers.set(client, setTimeout(end, limits.heldMs, client)));
  pool.on('release', (_error, client) => clear(client));
  pool.on('remove', clear);
}

/** bigint and numeric, which sums of bigint are, come as numbers: no value of ours is beyond them. */
function wholeNumbers(): TypeOverrides {
  const types = new TypeOverrides();
  for (const oid of [20, 1700]) types.setTypeParser(oid, exactNumber);
  return types;
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`the database holds ${text}, which is no whole number that can be counted with`);
}
