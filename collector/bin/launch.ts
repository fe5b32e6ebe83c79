// Starts the two processes of Upheld, says once when both answer, and ends both when one ends or when asked
// to. `start.ts` and the demo share it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '@upheld/collector/environment';
import type { Environment } from '@upheld/collector/environment';
import { startChild } from './child.ts';
import type { Child } from './child.ts';
import { portFault } from './ports.ts';
import { answers } from './readiness.ts';
import { collectorFlags, compileCache } from './runtime.ts';

const collectorEntry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const dashboardEntry = fileURLToPath(new URL('../../dashboard/server.js', import.meta.url));
const dashboardBuild = fileURLToPath(new URL('../../dashboard/build/', import.meta.url));

type Variables = Record<string, string | undefined>;

/** Why Upheld could not start or go on, and the exit code that says so. */
class LaunchError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs collector and dashboard until `stop` aborts or one of them ends, and resolves with the exit code:
 * 0 when asked to stop, 78 for settings that cannot be used, else that of the process that ended first.
 * `announce` gets the one line for stdout, `report` what went wrong.
 */
export async function launch(
  variables: Variables,
  stop: AbortSignal,
  announce: (line: string) => void,
  report: (line: string) => void,
): Promise<number> {
  const children: Child[] = [];
  const over = new AbortController();
  try {
    await Promise.race([aborted(stop), serve(variables, children, announce, over.signal)]);
    report(`Stopping: ${String(stop.reason)}.`);
    return 0;
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return exitCodeOf(error);
  } finally {
    over.abort();
    await Promise.all(children.map((child) => child.stop()));
  }
}

/** Never resolves: once both answer it waits for the first to end. Starts nothing more when `over`. */
async function serve(
  variables: Variables,
  children: Child[],
  announce: (line: string) => void,
  over: AbortSignal,
): Promise<never> {
  const environment = readEnvironment(variables);
  await checkPlace(environment);
  const start = (name: string, argv: string[], env: Variables) => {
    over.throwIfAborted();
    const child = startChild(name, argv, env);
    children.push(child);
    return child;
  };
  const { host, dashboardPort } = environment;
  const argv = [...collectorFlags, collectorEntry, 'run'];
  const collector = start('collector', argv, { ...compileCache, ...variables });
  const collectorUrl = origin(host, await whileAlive([collector], collector.listening));
  const dashboard = start('dashboard', [dashboardEntry], {
    ...variables,
    HOST: host,
    PORT: String(dashboardPort),
    UPHELD_COLLECTOR_URL: collectorUrl,
  });
  const dashboardUrl = origin(host, await whileAlive([collector, dashboard], dashboard.listening));
  await whileAlive(children, answers([`${collectorUrl}/-/ready`, `${dashboardUrl}/`], over));
  announce(`ready dashboard=${dashboardUrl} collector=${collectorUrl}`);
  return await firstEnd(children);
}

/** Everything that would make a child fail later, said at once and by the name of the setting. */
async function checkPlace({ host, collectorPort, dashboardPort }: Environment): Promise<void> {
  const settings = [
    collectorPort === dashboardPort && collectorPort !== 0 ? samePort(collectorPort) : null,
    await portFault('UPHELD_COLLECTOR_PORT', host, collectorPort),
    await portFault('UPHELD_DASHBOARD_PORT', host, dashboardPort),
  ].filter((fault) => fault !== null);
  const missing = existsSync(dashboardBuild)
    ? []
    : ['The dashboard is not built: run `npx -y pnpm@12 start`, which builds it first.'];
  const faults = [...settings, ...missing];
  if (faults.length > 0) throw new LaunchError(faults.join('\n'), settings.length > 0 ? 78 : 1);
}

function samePort(port: number): string {
  return `UPHELD_DASHBOARD_PORT: got ${port}, which UPHELD_COLLECTOR_PORT has; give each its own, or 0 for any free one`;
}

function whileAlive<T>(children: Child[], work: Promise<T>): Promise<T> {
  return Promise.race([work, firstEnd(children)]);
}

/** Rejects when the first of the processes ends: none of them is meant to end by itself. */
async function firstEnd(children: Child[]): Promise<never> {
  const [name, code] = await Promise.race(
    children.map(async (child) => [child.name, await child.ended] as const),
  );
  throw new LaunchError(`The ${name} ended (exit code ${code}); its last lines above say why.`, code || 1);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function origin(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function exitCodeOf(error: unknown): number {
  const code = error instanceof Error && 'exitCode' in error ? error.exitCode : 1;
  return typeof code === 'number' ? code : 1;
}
