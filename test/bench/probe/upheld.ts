// One run of a real collector over a load, from its files to what its database says afterwards.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { startCollector } from '../collector.ts';
import { sourcesOf, writeAgreements } from './agreements.ts';
import { readLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { Load } from './load.ts';
import type { Surroundings } from './surroundings.ts';
import { measure } from './window.ts';
import type { Window } from './window.ts';

export type UpheldRun = { window: Window; ledger: Ledger; judgedSecondsAgo: number };

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

/** How long ago the agreement was judged that waited longest, in seconds; Infinity when one never was. */
async function oldestEvaluation(port: number): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const judged = [...page.matchAll(/^upheld_evaluation_last_success_timestamp_seconds\{.*\} (\S+)$/gm)];
  const never = judged.length === 0;
  return never ? Infinity : Date.now() / 1000 - Math.min(...judged.map(([, seconds]) => Number(seconds)));
}
