// Checks that did not end ok, as they were kept, in the form that the API shows.
import type { Failure } from '@upheld/shared/api/failure-records';
import type { Store } from './store/store.ts';

type Query = Parameters<Store['readFailures']>[0];

/** The newest first. A check from before evidence was kept, and an imported one, has none. */
export async function readFailedChecks(store: Pick<Store, 'readFailures'>, query: Query): Promise<Failure[]> {
  const found = await store.readFailures(query);
  return found.map(({ source, vantage, at, reason, latencyMs, detail }) => {
    const { attempts = [], ...seen } = detail ?? {};
    return { source, vantage, at, reason: reason ?? '', latencyMs, seen, attempts };
  });
}
