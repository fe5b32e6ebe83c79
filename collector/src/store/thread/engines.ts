// The engines that the thread can hold, each loaded only where it is asked for.
import type { ThreadEngine } from './thread-engine.ts';

export const threadEngines = {
  sqlite: async (): Promise<ThreadEngine> => (await import('../sqlite/in-thread.ts')).sqliteInThread,
  postgres: async (): Promise<ThreadEngine> => (await import('../postgres/in-thread.ts')).postgresInThread,
};

export type ThreadEngineName = keyof typeof threadEngines;
