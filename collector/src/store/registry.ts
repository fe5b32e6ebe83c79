// The store engines there are.
import type { Engine } from './engine.ts';
import { sqlite } from './sqlite.ts';
import { StoreError } from './store-error.ts';
import type { Store } from './store.ts';

const engines: readonly Engine[] = [sqlite];

/**
 * Opens the store that `url` names (`UPHELD_STORE_URL`), such as `sqlite:.data/upheld.db`. Throws a
 * `StoreError` that says what to do: `unknown-engine`, or what the engine says.
 */
export async function openStore(url: string): Promise<Store> {
  const [scheme = '', ...rest] = url.split(':');
  const engine = engines.find((each) => each.scheme === scheme);
  if (engine !== undefined && rest.length > 0) return engine.open(rest.join(':'));
  throw new StoreError(
    'unknown-engine',
    `UPHELD_STORE_URL: ${scheme === '' ? 'an empty engine' : `the engine "${scheme}"`} is not one of ${engines
      .map((each) => each.scheme)
      .join(', ')}; name one with what it opens, such as ${engines.map((each) => each.example).join(' or ')}`,
  );
}
