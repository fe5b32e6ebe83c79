// The sqlite engine as the store's thread holds it: one connection, so one call at a time.
import type { ThreadEngine } from '../thread/thread-engine.ts';
import { storeErrorFrom } from './faults.ts';
import { openSqliteStore } from './sqlite-store.ts';

export const sqliteInThread: ThreadEngine = {
  open: openSqliteStore,
  isConcurrent: false,
  errorFrom: storeErrorFrom,
};
