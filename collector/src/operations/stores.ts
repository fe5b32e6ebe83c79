// What operations on whole stores are given: how stores are opened, looked at and told apart.
import type { OpenOptions, StoreFile } from '../store/engine.ts';
import type { CopyStore } from '../store/copying.ts';
import type { Store } from '../store/store.ts';
import type { Check } from './findings.ts';

export type Stores = {
  open(url: string, options?: Opening): Promise<Store>;
  /** The name of a store for people: without user and password. */
  nameOf(url: string): string;
  /** Null where a server keeps the store. */
  fileOf(url: string): StoreFile | null;
  /** What `upheld verify` says of the store. */
  verify(url: string, options?: Pick<Opening, 'mayBeUnfinished'>): Promise<Check[]>;
};

/** As the store is asked for it (engine.ts). */
type Opening = Pick<OpenOptions, 'isReader' | 'mayBeUnfinished'>;

/** Opens a store for as long as `work` takes. */
export async function within<Result>(
  stores: Pick<Stores, 'open'>,
  url: string,
  options: Opening,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await stores.open(url, options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Whether it holds nothing that cannot be rebuilt. */
export async function isEmpty(store: Pick<CopyStore, 'tables' | 'lastRow'>): Promise<boolean> {
  for (const table of await store.tables()) {
    if ((await store.lastRow(table)) !== null) return false;
  }
  return true;
}

/** Damage to what is stored; slots without an outcome were never stored, and a copy lacks them too. */
export const isDamage = ({ name, count }: Check): boolean => name !== 'slots' && count > 0;
