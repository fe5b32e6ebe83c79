// The store engines there are.
import type { Engine, OpenOptions, StoreFile } from './engine.ts';
import { postgres } from './postgres.ts';
import { sqlite } from './sqlite.ts';
import { StoreError } from './store-error.ts';
import type { ImportStore, Store } from './store.ts';

const engines: readonly Engine[] = [sqlite, ...postgres];

const examples = [...new Set(engines.map((each) => each.example))].join(' or ');

/**
 * Opens the store that `url` names (`UPHELD_STORE_URL`), such as `sqlite:.data/upheld.db`. Throws a
 * `StoreError` that says what to do: `unknown-engine`, or what the engine says.
 */
export async function openStore(url: string, options: OpenOptions = {}): Promise<Store> {
  const { engine, address } = engineOf(url);
  return engine.open(address, options);
}

/** Opens the store for an import, also while another process writes it. Throws as `openStore` does. */
export async function openForImport(url: string): Promise<ImportStore> {
  const { engine, address } = engineOf(url);
  return engine.openForImport === undefined ? engine.open(address, {}) : engine.openForImport(address);
}

/**
 * Lets other processes import into the `store` that was opened from `url`, until the function given back is
 * called. Throws a `StoreError` where they cannot.
 */
export async function takeImports(url: string, store: ImportStore): Promise<() => Promise<void>> {
  const { engine, address } = engineOf(url);
  return engine.takeImports === undefined ? async () => undefined : engine.takeImports(address, store);
}

/** Whether several processes may write to what `url` names. */
export function isShared(url: string): boolean {
  return engineOf(url).engine.takeImports === undefined;
}

/** What people are told of the store that `url` names: neither user nor password. Throws as `openStore` does. */
export function storeName(url: string): string {
  const { engine, address } = engineOf(url);
  return engine.nameOf(address);
}

/** The file of the store that `url` names; null where a server keeps it. */
export function storeFile(url: string): StoreFile | null {
  const { engine, address } = engineOf(url);
  return engine.fileOf?.(address) ?? null;
}

function engineOf(url: string): { engine: Engine; address: string } {
  const [scheme = '', ...rest] = url.split(':');
  const engine = engines.find((each) => each.scheme === scheme);
  if (engine !== undefined && rest.length > 0) return { engine, address: rest.join(':') };
  // What stands before a colon may be a user, and without a colon anything.
  const named = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1];
  throw new StoreError(
    'unknown-engine',
    `UPHELD_STORE_URL: ${named === undefined ? 'its engine' : `the engine "${named}"`} is not one of ${engines
      .map((each) => each.scheme)
      .join(', ')}; name one with what it opens, such as ${examples}`,
  );
}
