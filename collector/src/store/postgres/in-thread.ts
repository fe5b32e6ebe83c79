// The PostgreSQL engine as the store's thread holds it: a pool of connections, so calls overlap.
import type { ThreadEngine } from '../thread/thread-engine.ts';
import { storeErrorFrom } from './faults.ts';
import { openPostgresStore } from './postgres-store.ts';

export const postgresInThread: ThreadEngine = {
  async open(address, options) {
    try {
      return await openPostgresStore(address, options);
    } catch (error) {
      throw storeErrorFrom(error, address, { isOpening: true });
    }
  },
  isConcurrent: true,
  errorFrom: storeErrorFrom,
};
