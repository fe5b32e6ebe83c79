// One process of Upheld, as the launcher sees it: where it listens, how it ended, how to end it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** How long a process may take to end in order before it is killed. */
const usualGraceMs = 15_000;

const followLauncher = new URL('./follow-launcher.ts', import.meta.url).href;

export type Child = {
  name: string;
  /** The port that the process reported. Stays pending when it ends without one. */
  listening: Promise<number>;
  /** The exit code, or 128 + signal as a shell counts it. Never rejects. */
  ended: Promise<number>;
  /** Asks the process to end and kills it after the grace time; resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * Starts `node entry args` in a process group of its own, so that Ctrl-C and a closed terminal reach the
 * launcher alone and the processes end in order. Everything that it prints goes to our stderr.
 */
export function startChild(
  name: string,
  argv: string[],
  env: Record<string, string | undefined>,
  graceMs = usualGraceMs,
): Child {
  const child = spawn(process.execPath, ['--import', followLauncher, ...argv], {
    env: { ...env },
    stdio: ['ignore', 2, 2, 'ipc'],
    detached: true,
  });
  const ended = endOf(child);
  return { name, listening: portOf(child), ended, stop: () => stop(child, ended, graceMs) };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('listening' in message)) return;
      if (typeof message.listening === 'number') resolve(message.listening);
    });
  });
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

async function stop(child: ChildProcess, ended: Promise<number>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(killer);
}
