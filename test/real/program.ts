// A third party's program under a test: started in a folder of its own, its output in a file (children that
// keep a pipe would hold the test), ended at the end.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Program = { pid: number; stop(signal?: NodeJS.Signals): Promise<void> };

/** Starts `command` with its output in `folder`. Debian keeps servers in sbin, which a user's PATH lacks. */
export function startProgram(command: string, argv: string[], folder: string): Program {
  const log = openSync(join(folder, `${basename(command)}.log`), 'a');
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
  const child = spawn(command, argv, { cwd: folder, env, stdio: ['ignore', log, log] });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  return { pid: child.pid, stop: (signal = 'SIGTERM') => stop(child, signal) };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** A port that was free a moment ago, for programs that cannot report the one they got. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Asks `condition` until it gives something, and fails with `what` after `withinMs`. */
export async function eventually<T>(
  what: string,
  withinMs: number,
  condition: () => Promise<T | null>,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let last: unknown = null;
  while (Date.now() < deadline) {
    try {
      const value = await condition();
      if (value !== null) return value;
    } catch (error) {
      last = error;
    }
    await wait(100);
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`, { cause: last });
}

/** The body of a 200, else an error: for `eventually`. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.slice(0, 300)}`);
  return body;
}
