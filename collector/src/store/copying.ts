// How everything that a store holds leaves it and enters another: for backups, for moving to another engine, and
// for looking at every row of it.

/** A row as it is stored; big integers are numbers, bytes are Uint8Arrays. */
export type TableRow = Record<string, number | string | Uint8Array | null>;

/** `after`: the last row of the page before; null for the first. */
export type PageQuery = { table: string; after: TableRow | null; most: number };

export interface CopyStore {
  /** The tables that hold what cannot be rebuilt, in an order in which none refers to a later one. */
  tables(): Promise<string[]>;
  /**
   * From now until `endReading`, `readRows` tells the store as it is now, whatever is written meanwhile: rows move
   * (heads go once their block holds them), so that no order of tables would give one moment of them all.
   */
  beginReading(): Promise<void>;
  endReading(): Promise<void>;
  /** Rows in the order of the table's key, as they are stored. Shards name no holder: another store has none of them. */
  readRows(query: PageQuery): Promise<TableRow[]>;
  /** The last one in that order, or null: where a copy that was interrupted goes on. */
  lastRow(table: string): Promise<TableRow | null>;
  /**
   * Adds rows as they are, ids included, to a store that has none of them; durable when it resolves. The store is
   * opened anew before it is used for anything else.
   */
  writeRows(table: string, rows: TableRow[]): Promise<void>;
  /**
   * Before the first row: from now until `endCopy`, which follows the proof that all of it came, the store opens only
   * with `mayBeUnfinished`. A mark that stands already stays as it is.
   */
  beginCopy(command: string): Promise<void>;
  /** The command that began to fill the store and did not prove it whole, or null. */
  unfinishedCopy(): Promise<string | null>;
  endCopy(): Promise<void>;
  /** What the engine itself finds damaged: pages, indexes, references; a line each, none where all is well. */
  inspect(): Promise<string[]>;
}
