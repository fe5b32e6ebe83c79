// What tables take on the disk, indexes and whatever the engine keeps beside a row included.
import type { Connection, EngineName } from './place.ts';

export type Sizes = ReadonlyMap<string, number>;

const queries: Record<EngineName, string> = {
  SQLite: `select s.tbl_name, sum(d.pgsize) from dbstat d join sqlite_schema s on s.name = d.name group by s.tbl_name`,
  // A day's partition is called after its table and the day.
  PostgreSQL: `select split_part(relname, ' ', 1), sum(pg_total_relation_size(oid))::float8 from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1`,
};

/** Bytes by table. */
export async function sizesIn(engine: EngineName, { select }: Connection): Promise<Sizes> {
  const rows = await select(queries[engine]);
  return new Map(rows.map(([table, bytes]) => [String(table), Number(bytes)]));
}
