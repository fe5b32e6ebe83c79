// One measured stretch of time: what each process used in it.
import { setTimeout as wait } from 'node:timers/promises';
import type { Load } from './load.ts';
import { cpuMs, machineCpuMs, residentMiB } from './usage.ts';

export type Window = {
  start: number;
  end: number;
  /** CPU time in milliseconds by the name of the process. */
  cpuMs: Record<string, number>;
  /** What everything else on this machine used, as a share of all its processors' time. */
  othersShare: number;
  residentMiB: Record<string, { now: number; most: number }>;
};

/** Lets the load run in, then measures the named processes; `during` is done meanwhile. Rejects when `stop` does. */
export async function measure(
  { warmUpMs, windowMs }: Load,
  pids: Record<string, number>,
  processors: number,
  stop: AbortSignal,
): Promise<Window> {
  await wait(warmUpMs, undefined, { signal: stop });
  const before = await used(pids);
  await wait(windowMs, undefined, { signal: stop });
  const after = await used(pids);
  const own = Object.keys(pids).map(
    (name) => [name, (after.own[name] ?? 0) - (before.own[name] ?? 0)] as const,
  );
  const ownMs = own.reduce((sum, [, ms]) => sum + ms, 0);
  const resident = Object.entries(pids).map(async ([name, pid]) => [name, await residentMiB(pid)] as const);
  return {
    start: before.at,
    end: after.at,
    cpuMs: Object.fromEntries(own),
    othersShare: Math.max(0, after.machine - before.machine - ownMs) / ((after.at - before.at) * processors),
    residentMiB: Object.fromEntries(await Promise.all(resident)),
  };
}

async function used(pids: Record<string, number>) {
  const at = Date.now();
  const own = Object.entries(pids).map(async ([name, pid]) => [name, await cpuMs(pid)] as const);
  return { at, machine: await machineCpuMs(), own: Object.fromEntries(await Promise.all(own)) };
}
