// A process that runs until it is told to end: from its settings to its exit code.
import { randomUUID } from 'node:crypto';
import { systemClock as clock } from './clock.ts';
import type { Environment } from './environment.ts';
import { heartbeatKey, sharedKey } from './heartbeat/key.ts';
import type { Logger } from './log.ts';
import { tasksOf, type Role } from './roles.ts';
import { keepRunning, type LoadResult } from './running.ts';
import { start, type Started } from './start.ts';
import type { Store } from './store/store.ts';
import { within } from './within.ts';

export type RunningParts = {
  role: Role;
  environment: Environment;
  load: () => Promise<LoadResult>;
  openStore: () => Promise<Store>;
  /** Whether other processes work on the same store. */
  isShared: boolean;
  log: Logger;
  /** What keeps it from starting. */
  refuse: (faults: string[]) => number;
};

/** A server that is away may keep its connections open for long. */
const closedWithinMs = 500;

/** Gives the exit code. Throws where it cannot start. */
export async function runUntilStopped(parts: RunningParts): Promise<number> {
  const { environment, load, log } = parts;
  const first = await load();
  if (!first.ok) return parts.refuse(first.faults);
  for (const warning of first.warnings) log.warn({ event: 'configuration', warning });
  const stopping = askedToStop();
  const store = await parts.openStore();
  const started = await startOn(store, first.configuration, parts).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  log.info({ event: 'listening', host: environment.host, port: started.port });
  process.send?.({ listening: started.port });
  log.info({ event: 'stopping', signal: await stopping });
  await started.stop();
  // The thread of a store that does not answer would keep the process.
  if (!(await within(closedWithinMs, store.close(), clock))) process.exit(0);
  return 0;
}

type Loaded = (LoadResult & { ok: true })['configuration'];

async function startOn(store: Store, configuration: Loaded, parts: RunningParts): Promise<Started> {
  const { environment, isShared, load, log } = parts;
  const tasks = tasksOf[parts.role];
  const running = keepRunning(configuration, load, Date.now);
  const key = tasks.judges ? await keyOf(store, parts) : keyOfNobody;
  const shared = { tasks, isShared, id: randomUUID() };
  const starting = start({ ...shared, environment, running, store, log, heartbeatKey: key });
  process.on('SIGHUP', () => void reload(starting, log));
  // A promise that nobody waited for is a defect, but no reason to stop measuring.
  process.on('unhandledRejection', (error) =>
    log.error({ event: 'failed', what: 'unhandled rejection', err: error }),
  );
  return starting;
}

/** Nobody calls a process that only collects. */
const keyOfNobody = Buffer.alloc(0);

function keyOf(store: Store, { isShared, environment }: RunningParts): Promise<Buffer> {
  const { dataFolder } = environment;
  return isShared ? sharedKey(dataFolder, store) : heartbeatKey(dataFolder);
}

/** Resolves with the first signal that ends a process in order; asked twice, the system ends it at once. */
function askedToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve);
  });
}

async function reload(starting: Promise<Started>, log: Logger): Promise<void> {
  try {
    const started = await starting;
    await started.reload();
  } catch (error) {
    log.error({ event: 'failed', what: 'reload', err: error });
  }
}
