// A collector as a process of its own, on this machine's network or in a namespace, with one agreement of the
// sources that a test names; and what its /metrics and its API say of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { failuresSchema, type FailuresResponse } from '@upheld/shared/api/failure-records';
import { install } from '../collector/bin/launched.ts';
import { agreementOf, settingsOf, type SettingsTerms, type Sources } from './files.ts';
import type { Namespace } from './namespace.ts';
import { eventually, startProgram } from './program.ts';

/** How many slots ended ok, or with each reason that there was: `{ ok: 3, connect: 1 }`. */
export type Tally = Partial<Record<string, number>>;

export type Collector = {
  metrics(): Promise<string>;
  /** Without slots that a busy machine spoilt (`overloaded`): they say nothing of the partner. */
  tally(source: string): Promise<Tally>;
  /** The tally once `condition` holds; fails with it where that takes too long. */
  tallied(source: string, what: string, condition: (tally: Tally) => boolean): Promise<Tally>;
  /** What was seen in the slots of a source that did not end ok. */
  failures(source: string): Promise<FailuresResponse>;
  stop(): Promise<void>;
};

/** Where the collector of a namespace lets itself be asked, or the port of one that is in ours. */
type Place = { socketPath: string } | { port: number };

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));
const door = fileURLToPath(new URL('door.ts', import.meta.url));

/** `files` are further ones, by name, that references such as `{ file: ca.pem }` lead to. */
export async function startCollector(options: {
  sources: Sources;
  settings?: SettingsTerms;
  files?: Record<string, string>;
  within?: Namespace;
}): Promise<Collector> {
  const { sources, settings = {}, files = {}, within } = options;
  const documents = { 'agreement.yaml': agreementOf(sources), 'settings.yaml': settingsOf(settings) };
  const installation = await install({ ...documents, ...files });
  const folder = dirname(installation.env['UPHELD_CONFIG'] ?? '');
  const collector = await serve(installation.env, within);
  const opened = within === undefined ? null : openDoor(within, folder, collector.port);
  const place = opened === null ? { port: collector.port } : { socketPath: opened.socketPath };
  const ask = (path: string) => askAt(place, path);
  await eventually('the collector is ready', 10_000, () => ask('/-/ready'));
  const metrics = () => ask('/metrics');
  const tally = async (source: string) => {
    const slots = Object.entries(tallyIn(await metrics(), source));
    return Object.fromEntries(slots.filter(([reason]) => reason !== 'overloaded'));
  };
  return {
    metrics,
    tally,
    tallied: async (source, what, condition) => {
      let last: Tally = {};
      const holds = async () => {
        last = await tally(source);
        return condition(last) ? last : null;
      };
      return await eventually(what, 30_000, holds).catch((cause: unknown) => {
        throw new Error(`${source} ended as ${JSON.stringify(last)}`, { cause });
      });
    },
    failures: async (source) =>
      failuresSchema.parse(JSON.parse(await ask(`/api/v1/agreements/partner/objectives/${source}/failures`))),
    stop: async () => {
      await opened?.program.stop();
      await collector.stop();
      await installation.remove();
    },
  };
}

/** Resolves when it listens; rejects with what it printed when it ends instead. */
async function serve(env: Record<string, string>, within: Namespace | undefined) {
  const serving: [string, string[]] = [process.execPath, [main, 'run']];
  const child = spawn(...(within?.entering(...serving) ?? serving), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const printed = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  const tooEarly = exited.then(async ([code]) => {
    throw new Error(`the collector ended with ${code} before it listened:\n${await printed}`);
  });
  const listening = once(child, 'message').then(([message]) => portOf(message));
  const port = await Promise.race([listening, tooEarly]);
  tooEarly.catch(() => undefined); // from here on an end is the test's own doing
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { port, stop };
}

function portOf(message: unknown): number {
  const isReport = typeof message === 'object' && message !== null && 'listening' in message;
  if (isReport && typeof message.listening === 'number') return message.listening;
  throw new Error(`the collector said ${JSON.stringify(message)} instead of its port`);
}

/** Sockets of the file system are the same in every network. */
function openDoor(within: Namespace, folder: string, port: number) {
  const socketPath = join(folder, 'door');
  const argv = [door, socketPath, String(port)];
  const program = startProgram(...within.entering(process.execPath, argv), folder);
  return { program, socketPath };
}

/** The body of a 200, else an error. */
async function askAt(place: Place, path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = get({ ...place, path, headers: { host: 'localhost' }, agent: false }, (response) => {
    const body = text(response);
    if (response.statusCode === 200) return body.then(resolve, reject);
    return body.then(
      (words) => reject(new Error(`${path} answered ${response.statusCode}: ${words}`)),
      reject,
    );
  });
  request.on('error', reject);
  return await promise;
}

const slot = new RegExp(
  '^upheld_(?:samples_stored|probe_failures|slots_unmeasured)_total' +
    '\\{agreement="partner",source="([^"]+)",(?:outcome="(ok)"|reason="([^"]+)")\\} (\\d+)$',
  'gm',
);

/** Every slot of a source that /metrics knows of. */
export function tallyIn(metrics: string, source: string): Tally {
  const series = [...metrics.matchAll(slot)].filter(([, of, , , count]) => of === source && count !== '0');
  return Object.fromEntries(series.map(([, , ok, reason, count]) => [ok ?? reason ?? '', Number(count)]));
}
