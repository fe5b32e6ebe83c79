// The Store of the PostgreSQL engine, in the thread that holds its connections. Calls may overlap, here and in other
// processes: what depends on what it read takes its turn.
import { sql } from 'kysely';
import type { OpenOptions } from '../engine.ts';
import { copying } from '../sql/copying.ts';
import { sealing } from '../sql/blocks.ts';
import { readHealth } from '../sql/health.ts';
import { keepingFacts } from '../sql/facts.ts';
import { leasing } from '../sql/leasing.ts';
import type { Db } from '../sql/tables.ts';
import { tallying } from '../sql/tallies.ts';
import type { Store } from '../store.ts';
import { checkWritable } from './check.ts';
import { readClock } from './clock.ts';
import { postgresCopying } from './copying.ts';
import { openDatabase } from './database.ts';
import { headWindows } from './head-windows.ts';
import { partitionsOf } from './partitions.ts';
import { openPool, queriesOf } from './pool.ts';
import { putSamples } from './put-samples.ts';
import { readSamples } from './read-samples.ts';
import { targetNumbers } from './targets.ts';
import { spanRetirer } from './retire.ts';
import { inTransaction, inTurn } from './transaction.ts';

/** Opens the database, its tables up to date. Its methods throw what PostgreSQL's client throws. */
export async function openPostgresStore(address: string, options: OpenOptions): Promise<Store> {
  const pool = await openDatabase(address, options);
  const urgentPool = openPool(address, { isReader: options.isReader ?? false, use: 'urgent' });
  const [db, urgent] = [queriesOf(pool), queriesOf(urgentPool)];
  const targets = targetNumbers(urgent);
  // Also where a connection ends that was idle: a lost one cannot be told from it for sure, and learning is cheap.
  for (const each of [pool, urgentPool]) each.on('remove', targets.forget);
  const partitions = partitionsOf(urgent);
  const inOne = <Result>(work: (transaction: Db) => Promise<Result>) => inTransaction(db, work);
  const inUrgent = <Result>(work: (transaction: Db) => Promise<Result>) => inTransaction(urgent, work);
  return {
    putSamples: (batch) => putSamples(urgent, { targets, partitions }, batch),
    readSamples: (query) => readSamples({ pool, db }, query),
    ...keepingFacts(db, { inOne, inTurn: (source, work) => inTurn(db, source, work), headWindows }),
    ...copying(db, postgresCopying(address, partitions)),
    ...leasing(urgent, inUrgent, { now: readClock, skipsLocked: true }),
    ...sealing(db, inOne, { now: readClock, skipsLocked: true, headWindows }),
    retireHeads: spanRetirer(db),
    ...tallying(db, inOne, { locksRows: true }),
    health: async () => ({ ...(await readSize(db)), ...(await readHealth(db, headWindows)) }),
    check: () => checkWritable(urgent),
    async close() {
      await Promise.all([pool.end(), urgentPool.end()]);
    },
  };
}

/** How much room its disk has left, a database does not tell. */
async function readSize(db: Db): Promise<{ sizeBytes: number; freeBytes: null }> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
    db,
  );
  return { sizeBytes: rows[0]?.size ?? 0, freeBytes: null };
}
