// Fills a demo's folder before anything runs on it: the configuration of today, and the history, which goes
// through the same command that brings history from another monitor.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Instant } from '@upheld/shared/time/instant';
import { historyUntil } from './history.ts';
import type { ImportText } from './history.ts';
import { renderConfig } from './render.ts';
import { incidentsAround } from './story.ts';
import { eventsAround } from './tickets.ts';

const upheld = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

export type DemoSettings = Record<string, string | undefined> & {
  UPHELD_DATA: string;
  UPHELD_CONFIG: string;
};

/**
 * Rejects when a history cannot be imported, or when `stop` aborts. A folder that was kept from an earlier
 * demo has its history already; the time since then was not measured, and that is what it will say.
 */
export async function prepare(
  settings: DemoSettings,
  now: Instant,
  port: number,
  stop: AbortSignal,
): Promise<void> {
  const incidents = incidentsAround(now);
  await renderConfig(settings.UPHELD_CONFIG, incidents, now, port);
  const done = `${settings.UPHELD_DATA}/history-imported`;
  if (existsSync(done)) return;
  // One after the other: the embedded store has one writer.
  for (const text of historyUntil(now, incidents, eventsAround('platform', now))) {
    await importText(text, settings, stop);
  }
  await writeFile(done, '');
}

/** Pipes the history into the command while it is made up, so that neither waits for the other. */
async function importText(
  { what, csv, agreement }: ImportText,
  env: DemoSettings,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, [upheld, 'import', what, '-', '--agreement', agreement], {
    env: { ...env },
    signal,
    stdio: ['pipe', process.stderr, process.stderr],
  });
  const ended = once(child, 'exit');
  // A command that ends early closes the pipe; its exit code says that, and its own lines say why.
  await pipeline(Readable.from(csv), child.stdin).catch(() => undefined);
  const [code] = await ended;
  if (code !== 0) {
    throw new Error(`The history of ${agreement} could not be imported; the lines above say why.`);
  }
}
