// Every row of every table, out of one store and into another (copying.ts).
import { sql } from 'kysely';
import type { CopyStore, PageQuery, TableRow } from '../copying.ts';
import { StoreError } from '../store-error.ts';
import type { Db, Tables } from './tables.ts';
import { beginCopy, endCopy, unfinishedCopy } from './unfinished-copy.ts';

/**
 * The key of each table, in an order in which none refers to a later one; null for what is rebuilt or belongs to
 * processes that run. A new table does not compile until somebody has said here which it is.
 */
const keys = {
  agreements: ['id'],
  revisions: ['agreement', 'reach', 'stretch'],
  sample_revisions: ['agreement', 'stretch', 'writer'],
  targets: ['id'],
  samples: ['target', 'at'],
  details: ['target', 'at'],
  head_details: ['target', 'at'],
  blocks: ['target', 'hour', 'version'],
  late_hours: ['target', 'hour'],
  // Their fences, which never go back.
  shards: ['scope', 'shard'],
  desks: ['id'],
  ticket_events: ['id'],
  found_tickets: ['desk', 'ticket'],
  opinions: ['desk', 'ticket', 'kind'],
  load_tests: ['id'],
  slices: ['id'],
  beats: ['agreement', 'source', 'at'],
  status_reports: ['id'],
  occurrences: ['id'],
  agreed: ['name'],
  tallies: null,
  holders: null,
  hints: null,
  listeners: null,
  unfinished_copy: null,
} satisfies Record<keyof Tables, readonly string[] | null>;

const copied = new Map(
  Object.entries(keys).flatMap(([table, key]): [string, string[]][] => (key === null ? [] : [[table, key]])),
);

/** What differs between engines. */
export type CopyEngine = {
  /** A view of the store as it is now, for reading alone, and how to let go of it. */
  snapshot(): Promise<{ db: Db; end(): Promise<void> }>;
  /** Before rows are added: makes the partitions that they go to. */
  beforeRows?(table: string, rows: TableRow[]): Promise<void>;
  /** Inside the transaction that added them to a table whose key is an id: new ids come after theirs. */
  afterIds?(db: Db, table: string): Promise<void>;
  inspect(): Promise<string[]>;
};

/** The methods of a `CopyStore`. */
export function copying(db: Db, engine: CopyEngine): CopyStore {
  let view: Awaited<ReturnType<CopyEngine['snapshot']>> | null = null;
  const endReading = async () => {
    await view?.end();
    view = null;
  };
  return {
    tables: async () => [...copied.keys()],
    beginReading: async () => {
      await endReading();
      view = await engine.snapshot();
    },
    endReading,
    readRows: (query) => readRows(view?.db ?? db, query),
    lastRow: (table) => lastRow(view?.db ?? db, table),
    writeRows: async (table, rows) => {
      await engine.beforeRows?.(table, rows);
      await db.transaction().execute((transaction) => writeRows(transaction, table, rows, engine));
    },
    beginCopy: (command) => beginCopy(db, command),
    unfinishedCopy: () => unfinishedCopy(db),
    endCopy: () => endCopy(db),
    inspect: engine.inspect,
  };
}

async function readRows(db: Db, { table, after, most }: PageQuery): Promise<TableRow[]> {
  const key = keyOf(table);
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const beyond =
    after === null ? sql`` : sql`where (${columns}) > (${sql.join(key.map((name) => after[name]))})`;
  const page = sql<TableRow>`select * from ${sql.table(table)} ${beyond} order by ${columns} limit ${most}`;
  const { rows } = await page.execute(db);
  return rows.map((row) => asCopied(table, row));
}

async function lastRow(db: Db, table: string): Promise<TableRow | null> {
  const order = sql.join(keyOf(table).map((name) => sql`${sql.ref(name)} desc`));
  const { rows } = await sql<TableRow>`select * from ${sql.table(table)} order by ${order} limit 1`.execute(
    db,
  );
  return rows[0] === undefined ? null : asCopied(table, rows[0]);
}

/** A client may give bytes as a part of something longer that it uses again. */
function asCopied(table: string, row: TableRow): TableRow {
  const cells = Object.entries(row).map(([name, value]): [string, TableRow[string]] => {
    if (table === 'shards' && name === 'holder') return [name, null];
    return [name, value instanceof Uint8Array ? Uint8Array.from(value) : value];
  });
  return Object.fromEntries(cells);
}

/** Fewer than any engine takes in one statement. */
const mostParameters = 10_000;

async function writeRows(db: Db, table: string, rows: TableRow[], engine: CopyEngine): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const atOnce = Math.floor(mostParameters / columns.length);
  const names = sql.join(columns.map((name) => sql.ref(name)));
  for (let first = 0; first < rows.length; first += atOnce) {
    const values = rows
      .slice(first, first + atOnce)
      .map((row) => sql`(${sql.join(columns.map((name) => row[name] ?? null))})`);
    await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(db);
  }
  if (keyOf(table).join() === 'id') await engine.afterIds?.(db, table);
}

function keyOf(table: string): string[] {
  const key = copied.get(table);
  if (key !== undefined) return key;
  throw new StoreError('invalid', `${table} is no table that is copied`);
}
