// How everything that a store holds leaves it and enters another: for backups, and for moving to another engine.

/** A row as it is stored; big integers are numbers, bytes are Uint8Arrays. */
export type TableRow = Record<string, number | string | Uint8Array | null>;

/** `after`: the last row of the page before; null for the first. */
export type PageQuery = { table: string; after: TableRow | null; most: number };

export interface CopyStore {
  /** The tables that hold what cannot be rebuilt, in an order in which none refers to a later one. */
  tables(): Promise<string[]>;
  /** Rows in the order of the table's key, as they are stored. */
  readRows(query: PageQuery): Promise<TableRow[]>;
  /** Adds rows as they are, ids included, to a store that has none of them. */
  writeRows(table: string, rows: TableRow[]): Promise<void>;
}
