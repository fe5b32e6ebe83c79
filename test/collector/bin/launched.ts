// Upheld as a person starts it: `collector/bin/start.ts` on free ports, with a configuration and a data
// folder of its own.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../../../collector/bin/start.ts', import.meta.url));

export type Launched = {
  process: ChildProcess;
  dashboard: string;
  collector: string;
  /** Everything that was printed so far, stdout and stderr apart. */
  printed(): { stdout: string; stderr: string };
  /** Ends it as Ctrl-C does and gives the exit code. */
  stop(): Promise<number | null>;
};

/** A folder with `config` and `data` in it, and the settings that point there. */
export type Installation = { env: Record<string, string>; remove(): Promise<void> };

/** Writes configuration files (name to text) into a folder of their own. */
export async function install(files: Record<string, string>): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-install-'));
  await mkdir(join(folder, 'config'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'config', name), text);
  const env = {
    UPHELD_CONFIG: join(folder, 'config'),
    UPHELD_DATA: join(folder, 'data'),
    UPHELD_COLLECTOR_PORT: '0',
    UPHELD_DASHBOARD_PORT: '0',
    UPHELD_RESERVE_MIB: '0',
  };
  return { env, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts the launcher; what it prints is gathered. */
export function startLauncher(env: Record<string, string>) {
  const child = spawn(process.execPath, [start], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const exited = once(child, 'exit').then(() => child.exitCode);
  return { child, printed, exited };
}

/** Starts Upheld and resolves with its ready line; rejects with what it printed when it ends instead. */
export async function launched(env: Record<string, string>): Promise<Launched> {
  const { child, printed, exited } = startLauncher(env);
  const ready = new Promise<RegExpExecArray>((resolve) => {
    child.stdout.on('data', () => {
      const line = /^ready dashboard=(\S+) collector=(\S+)$/m.exec(printed.stdout);
      if (line !== null) resolve(line);
    });
  });
  const ended = exited.then((code) => {
    throw new Error(`Upheld ended with ${code} before it was ready:\n${printed.stderr}`);
  });
  const [, dashboard = '', collector = ''] = await Promise.race([ready, ended]);
  ended.catch(() => undefined); // from here on an end is the test's own doing
  const stop = () => {
    child.kill('SIGINT');
    return exited;
  };
  return { process: child, dashboard, collector, printed: () => ({ ...printed }), stop };
}
