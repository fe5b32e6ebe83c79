// The configuration in force: the last that loaded without a fault. A bad reload is not an outage.
import type { SystemStatus } from '@upheld/shared/api/responses';
import type { Configuration } from './config/configuration.ts';

export type LoadResult =
  { ok: true; configuration: Configuration; warnings: string[] } | { ok: false; faults: string[] };

export type Running = {
  current(): Configuration;
  status(): SystemStatus['config'];
  /** Loads again and, when nothing is wrong, takes over; else keeps what runs and says what is wrong. */
  reload(): Promise<LoadResult>;
};

/** Holds `first` in force until a reload succeeds. */
export function keepRunning(
  first: Configuration,
  load: () => Promise<LoadResult>,
  now: () => number,
): Running {
  let current = first;
  let status: SystemStatus['config'] = { loadedAt: now(), lastReloadSuccessful: true, faults: [] };
  const reload = async () => {
    const result = await load().catch(faultOf);
    if (result.ok) {
      current = result.configuration;
      status = { loadedAt: now(), lastReloadSuccessful: true, faults: [] };
    } else {
      status = { ...status, lastReloadSuccessful: false, faults: result.faults };
    }
    return result;
  };
  return { current: () => current, status: () => status, reload: oneAtATime(reload) };
}

/** Reading files may fail in ways that no fault was written for; what runs goes on all the same. */
function faultOf(error: unknown): LoadResult {
  const words = error instanceof Error ? error.message : String(error);
  return { ok: false, faults: [`the configuration cannot be read: ${words}`] };
}

/** Two reloads at once could end in the order of their disks instead of their askers. `work` never rejects. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(work);
    last = next;
    return next;
  };
}
