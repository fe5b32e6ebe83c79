// A real collector as a process of its own, run as `pnpm start` runs it, over a folder with its configuration.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectorFlags, compileCache } from '@upheld/collector/bin/runtime';

export type BenchCollector = { pid: number; port: number; stop(): Promise<void> };

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

/**
 * Starts it on `config` and `data` in the folder; `profileFolder` takes a profile of its CPU. Rejects with the end of
 * its log when it ends before it listens.
 */
export async function startCollector(folder: string, profileFolder: string | null): Promise<BenchCollector> {
  const log = openSync(join(folder, 'collector.log'), 'a');
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = spawn(process.execPath, [...collectorFlags, ...profiling, main, 'run'], {
    env: {
      ...compileCache,
      ...process.env,
      UPHELD_CONFIG: join(folder, 'config'),
      UPHELD_DATA: join(folder, 'data'),
      UPHELD_COLLECTOR_PORT: '0',
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const [message] = await Promise.race([once(child, 'message'), exited]);
  const port = Number(message?.listening);
  if (child.pid === undefined || !(port > 0)) {
    const said = await readFile(join(folder, 'collector.log'), 'utf8');
    throw new Error(`the collector ended with ${child.exitCode}: ${said.slice(-2000)}`);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { pid: child.pid, port, stop };
}
