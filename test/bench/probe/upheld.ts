// One run of a real collector over a load, from its files to what its database says afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectorFlags, compileCache } from '@upheld/collector/bin/runtime';
import { sourcesOf, writeAgreements } from './agreements.ts';
import { readLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { Load } from './load.ts';
import type { Surroundings } from './surroundings.ts';
import { measure } from './window.ts';
import type { Window } from './window.ts';

export type UpheldRun = { window: Window; ledger: Ledger; judgedSecondsAgo: number };

const main = fileURLToPath(new URL('../../../collector/src/main.ts', import.meta.url));

/**
 * Measures the collector alone on the load, or on what `only` one agreement has of it. Rejects with the end of its
 * log when it ends before it is asked to.
 */
export async function runUpheld(load: Load, surroundings: Surroundings, only?: string): Promise<UpheldRun> {
  const { partner, stop } = surroundings;
  const folder = await mkdtemp(join(surroundings.folder, 'upheld-'));
  const all = sourcesOf(load);
  const sources = only === undefined ? all : all.filter(({ agreement }) => agreement === only);
  await writeAgreements(join(folder, 'config'), sources, partner);
  const collector = await startCollector(folder, surroundings.profileFolder);
  let window: Window;
  let judgedSecondsAgo: number;
  try {
    const pids = { upheld: collector.pid, nginx: partner.pid };
    window = await measure(load, pids, surroundings.processors, stop);
    judgedSecondsAgo = await oldestEvaluation(collector.port);
  } finally {
    await collector.stop();
  }
  const ledger = readLedger(join(folder, 'data', 'upheld.db'), sources, window.start, window.end);
  return { window, ledger, judgedSecondsAgo };
}

async function startCollector(folder: string, profileFolder: string | null) {
  const log = openSync(join(folder, 'collector.log'), 'a');
  const profiling = profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  // As `pnpm start` runs it.
  const child = spawn(process.execPath, [...collectorFlags, ...profiling, main, 'serve'], {
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

/** How long ago the agreement was judged that waited longest, in seconds; Infinity when one never was. */
async function oldestEvaluation(port: number): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const judged = [...page.matchAll(/^upheld_evaluation_last_success_timestamp_seconds\{.*\} (\S+)$/gm)];
  const never = judged.length === 0;
  return never ? Infinity : Date.now() / 1000 - Math.min(...judged.map(([, seconds]) => Number(seconds)));
}
