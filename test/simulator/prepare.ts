// Fills a demo's folder before anything runs on it: the configuration of today, and the history, which goes
// through the same command that brings history from another monitor.
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Instant } from '@upheld/shared/time/instant';
import { writeHistory } from './history.ts';
import type { ImportFile } from './history.ts';
import { renderConfig } from './render.ts';
import { incidentsAround } from './script.ts';
import { eventsAround } from './tickets.ts';

const upheld = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

export type DemoSettings = Record<string, string | undefined> & {
  UPHELD_DATA: string;
  UPHELD_CONFIG: string;
};

/** Rejects when a file cannot be imported, or when `stop` aborts. */
export async function prepare(
  settings: DemoSettings,
  now: Instant,
  port: number,
  stop: AbortSignal,
): Promise<void> {
  const incidents = incidentsAround(now);
  const folder = `${settings.UPHELD_DATA}/history`;
  await mkdir(folder, { recursive: true });
  await renderConfig(settings.UPHELD_CONFIG, incidents, now, port);
  const files = await writeHistory(folder, incidents, eventsAround('platform', now), now);
  // One after the other: the embedded store has one writer.
  for (const file of files) await importFile(file, settings, stop);
  await rm(folder, { recursive: true });
}

function importFile(
  { what, path, agreement }: ImportFile,
  env: DemoSettings,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, [upheld, 'import', what, path, '--agreement', agreement], {
    env: { ...env },
    signal,
    stdio: ['ignore', 2, 2],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The history of ${agreement} could not be imported; the lines above say why.`));
    });
  });
}
