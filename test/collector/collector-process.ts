// The collector as its own process, and commands of `upheld` beside it, each in an installation of its own.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

type Printed = { stdout: string; stderr: string };
type Ended = Printed & { code: number | null };

export type CollectorProcess = {
  url: string;
  child: ChildProcess;
  /** What it printed so far. */
  printed: Printed;
  ended: Promise<Ended>;
  /** Asks it to end and says how it did. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
};

/** `upheld ARGS`, ended with the test if not before. `nodeArgs` stand before the program. */
function start(args: string[], env: Record<string, string>, nodeArgs: string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, main, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = once(child, 'close').then((): Ended => ({ code: child.exitCode, ...printed }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, printed, ended };
}

/** Runs a command to its end. */
export function upheld(args: string[], env: Record<string, string>): Promise<Ended> {
  return start(args, env).ended;
}

/** Resolves when the collector listens; rejects with what it printed when it ends instead. */
export async function startCollector(
  env: Record<string, string>,
  nodeArgs: string[] = [],
): Promise<CollectorProcess> {
  const { child, printed, ended } = start(['run'], env, nodeArgs);
  const listening = once(child, 'message').then(([message]) => portOf(message));
  const tooEarly = ended.then(({ code, stderr }) => {
    throw new Error(`the collector ended with ${code} before it listened:\n${stderr}`);
  });
  const port = await Promise.race([listening, tooEarly]);
  tooEarly.catch(() => undefined); // from here on an end is the test's own doing
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return { url: `http://127.0.0.1:${port}`, child, printed, ended, stop };
}

function portOf(message: unknown): number {
  const isReport = typeof message === 'object' && message !== null && 'listening' in message;
  if (isReport && typeof message.listening === 'number') return message.listening;
  throw new Error(`the collector said ${JSON.stringify(message)} instead of its port`);
}
