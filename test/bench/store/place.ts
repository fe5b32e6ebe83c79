// Where a store of the bench lies, and how it is reached without the product.
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';
import type { Rows, Value } from './rows.ts';

export type EngineName = 'SQLite' | 'PostgreSQL';

/** Gives empty places, each with a store of its own; they are removed with the engine. */
export type Engine = { name: EngineName; makePlace(): Promise<Place> };

export type Place = {
  /** As in UPHELD_STORE_URL. */
  url: string;
  /** One connection of the engine's plain client. On SQLite the store is to be closed meanwhile. */
  connect(): Promise<Connection>;
  remove(): Promise<void>;
};

export type Connection = {
  run(statement: string): Promise<void>;
  /** Rows as arrays. */
  select(query: string): Promise<Value[][]>;
  /** All rows in one transaction, durable when it resolves: multi-row INSERTs by prepared statements. */
  insert(tables: Rows[]): Promise<void>;
  /** The same by COPY, where the engine has it. */
  copy: ((tables: Rows[]) => Promise<void>) | null;
  close(): Promise<void>;
};

/** With the product's store closed. */
export async function withConnection<Result>(
  place: Place,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await place.connect();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

export async function withStore<Result>(
  { url }: Pick<Place, 'url'>,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(url);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
