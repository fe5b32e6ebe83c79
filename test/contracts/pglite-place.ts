// PostgreSQL in the test's own process, behind a socket: one server a file, its schema emptied after each test. It has
// one session for all connections: a transaction of one holds up the others.
import { PGlite } from '@electric-sql/pglite';
import { servePglite, turns } from './pglite-server.ts';
import type { StorePlace } from './store.ts';

export type PgliteServer = {
  url: string;
  makePlace(): Promise<StorePlace>;
  run(sql: string): Promise<void>;
  /** The column `name` of what a query gives. */
  list(sql: string): Promise<string[]>;
  empty(): Promise<void>;
  stop(): Promise<void>;
};

/** Tables stay, because making them takes longer than most tests. */
const clear = `do $$ declare tables text; part text; begin
  for part in select relname from pg_class where relispartition and relkind = 'r' loop
    execute format('drop table %I', part);
  end loop;
  select string_agg(format('%I', tablename), ', ') into tables
    from pg_tables where schemaname = 'public' and tablename <> 'upheld_schema';
  execute 'truncate ' || tables || ' restart identity';
end $$`;

export async function startPglite(): Promise<PgliteServer> {
  const db = await PGlite.create();
  const queue = turns();
  const server = await servePglite(db, queue);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `postgres://postgres@127.0.0.1:${address.port}/postgres`;
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const giveBack = await queue.take();
    return work().finally(giveBack);
  };
  const run = async (sql: string): Promise<void> => {
    await inTurn(() => db.exec(sql));
  };
  const empty = () => run('drop schema public cascade; create schema public');
  return {
    url,
    makePlace: async () => ({ url, remove: () => run(clear) }),
    run,
    list: async (sql) => (await inTurn(() => db.query<{ name: string }>(sql))).rows.map(({ name }) => name),
    empty,
    async stop() {
      server.close();
      await db.close();
    },
  };
}
