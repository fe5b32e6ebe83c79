// What every real ticket system has to stand, end to end: the statement of a quarter as it was worked out by hand,
// no text of a person anywhere, a collector that is killed in the middle, and a desk that is gone.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { objectiveSchema } from '@upheld/shared/api/responses';
import { connectorKinds } from '@upheld/collector/connectors/registry';
import { Secret } from '@upheld/collector/secrets';
import { openStore } from '@upheld/collector/store/registry';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { install } from '../collector/bin/launched.ts';
import { startCollector, upheld } from '../collector/collector-process.ts';
import { oneSecret } from '../collector/egress/servers.ts';
import { connectorContext, pagesOf } from '../contracts/connector.ts';
import { openDeskDoor, type DeskDoor } from './desk-door.ts';
import { storyAgreement, type Promised } from './desk-story.ts';
import { settingsOf } from './files.ts';
import { eventually, fetchText } from './program.ts';

/** A real system to which the story happened. */
export type StoryDesk = {
  url: string;
  type: string;
  /** The terms of a source that reads the system at `url`. */
  specAt(url: string): object;
  /** The secrets that those terms refer to. */
  env: Record<string, string>;
  statement: Record<string, Promised>;
  /** The id at the desk by the name of a ticket. */
  ids: ReadonlyMap<string, string>;
  /** Texts and addresses of people, each of which stands in another field of the system. */
  canaries: string[];
  /** All that the system itself says of those texts. */
  texts(): Promise<string>;
  /** Opens a ticket of severity 1 now. */
  openNow(): Promise<string>;
  /** The questions of which a backfill asks one a page. */
  page: RegExp;
  /** The number of such a question, with some of the pages before it and some behind. */
  cutAt: number;
  stop(): Promise<void>;
};

const quarter = '2026-Q3';

/** What `work` gives; the system is stopped where it fails. */
export async function orStop<T>(system: { stop(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await system.stop();
    throw error;
  }
}

export function tellsItsQuarter(title: string, cannotRun: boolean, start: () => Promise<StoryDesk>): void {
  describe.skipIf(cannotRun)(title, () => {
    let desk: StoryDesk;
    let door: DeskDoor;

    beforeAll(async () => {
      desk = await start();
      door = await openDeskDoor(desk.url);
    }, 300_000);
    afterAll(async () => {
      await door?.close();
      await desk?.stop();
    });

    /** What the connector asks with, in this process. */
    function asked() {
      const kind = connectorKinds.get(desk.type);
      const [secret = ''] = Object.values(desk.env);
      const context = connectorContext([door.port], oneSecret(new Secret(secret)));
      if (kind?.lookup === undefined || kind.control === undefined) throw new Error('nothing to ask with');
      return { kind, lookup: kind.lookup, control: kind.control, spec: kind.spec.parse(specHere()), context };
    }

    const specHere = () => desk.specAt(door.url);

    async function installed() {
      const agreement = storyAgreement(desk.type, specHere());
      const settings = settingsOf({
        contact: 'ops@us.example',
        egress: { allow: [{ cidr: '127.0.0.1/32', ports: [door.port] }] },
      });
      const installation = await install({ 'agreement.yaml': agreement, 'settings.yaml': settings });
      onTestFinished(installation.remove);
      return { ...installation.env, ...desk.env };
    }

    it('tells the statement of the quarter that was worked out by hand', async () => {
      const env = await installed();
      const collector = await startCollector(env);
      await synced(collector.url);
      for (const [promise, expected] of Object.entries(desk.statement)) {
        expect({ [promise]: await judged(collector.url, promise, desk) }).toEqual({ [promise]: expected });
      }
      await collector.stop();
      const { stdout, code } = await upheld(['evaluate', 'partner', '--period', quarter, '--json'], env);
      const verdicts = Object.entries(desk.statement).map(([promise, { verdict }]) => [promise, verdict]);
      expect([code, Object.fromEntries(verdictsIn(stdout))]).toEqual([0, Object.fromEntries(verdicts)]);
    });

    it('tells of a single ticket what polling tells, and when it left', async () => {
      const { kind, lookup, spec, context } = asked();
      const pages = await pagesOf(kind, specHere(), null, context);
      const polled = pages.flatMap(({ events }) => events);
      for (const name of ['reopened', 'left', 'twin', 'away', 'boundary']) {
        const ticket = desk.ids.get(name) ?? '';
        const events = polled.filter((event) => event.ticket === ticket);
        expect({ [name]: await lookup.read(spec, ticket, context) }).toEqual({ [name]: { events } });
      }
      for (const [name, left] of [
        ['spam', '2026-08-20T12:00:00Z'],
        ['swept', '2026-08-21T13:00:00Z'],
      ] as const) {
        const ticket = desk.ids.get(name) ?? '';
        const severity = name === 'spam' ? 2 : 1;
        expect(await lookup.read(spec, ticket, context)).toMatchObject({
          events: [
            { type: 'opened', severity },
            { ticket, type: 'deleted', at: Date.parse(left) },
          ],
        });
      }
      expect(await lookup.read(spec, '999999', context)).toBe('gone');
    });

    it('names the one ticket that is open, and heeds its filters', async () => {
      const { lookup, control, spec, context } = asked();
      const open = await Array.fromAsync(lookup.open(spec, context));
      expect(open.flat()).toEqual([desk.ids.get('boundary')]);
      expect((await control(spec, context)).found).toBe(0);
    });

    it('keeps, shows and logs no text and no address of a person', async () => {
      const [env, texts] = [await installed(), await desk.texts()];
      expect(desk.canaries.filter((canary) => !texts.includes(canary))).toEqual([]);
      const collector = await startCollector(env);
      await synced(collector.url);
      // What is looked for stood in what the collector itself was answered.
      expect(found(desk.canaries, [door.answered()])).not.toEqual([]);
      const open = await filesIn(env['UPHELD_DATA'] ?? '');
      const answers = [await fetchText(`${collector.url}/metrics`), ...(await everyAnswer(collector.url))];
      const { stdout, stderr } = await collector.stop();
      const commands = await Promise.all(
        [
          ['evaluate', 'partner', '--period', quarter],
          ['evaluate', 'partner', '--period', quarter, '--json'],
          ['explain', 'partner', 'support-severity-1-first-response', '--period', quarter],
          ['definitions', 'partner', 'support-severity-1-first-response', '--period', quarter],
        ].map((args) => upheld(args, env)),
      );
      const printed = [stdout, stderr, ...commands.flatMap((ended) => [ended.stdout, ended.stderr])];
      const kept = [...open, ...(await filesIn(env['UPHELD_DATA'] ?? ''))];
      // The search finds what is kept and shown: the ids of tickets, the name of the agreement.
      for (const places of [kept, answers, printed]) expect(found(['partner'], places)).toEqual(['partner']);
      expect(found(desk.canaries, [...kept, ...answers, ...printed])).toEqual([]);
    });

    it('reaches the same events where it is killed between the pages of a backfill', async () => {
      const whole = await installed();
      const first = await startCollector(whole);
      await synced(first.url);
      await first.stop();
      const all = await eventsOf(whole);

      const cut = await installed();
      const held = door.holdBack(desk.page, desk.cutAt);
      const killed = await startCollector(cut);
      await held;
      await killed.stop('SIGKILL');
      door.letThrough();
      const some = await eventsOf(cut);
      expect(some.length).toBeGreaterThan(0);
      expect(some.length).toBeLessThan(all.length);

      const again = await startCollector(cut);
      await synced(again.url);
      await again.stop();
      expect(await eventsOf(cut)).toEqual(all);
    });

    it('is looked over by the doctor, which finds that filters are heeded and ten tickets mapped', async () => {
      const { stdout, stderr, code } = await upheld(['doctor', 'source', 'desk'], await installed());
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Of 10 tickets/);
      expect(found(desk.canaries, [stdout])).toEqual([]);
    });

    it('knows nothing of what falls due once the desk cannot be read', async () => {
      const ticket = await desk.openNow();
      const env = await installed();
      const collector = await startCollector(env);
      await synced(collector.url);
      await collector.stop();
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
      const store = await openStore(storeOf(env), { isReader: true });
      const known = (await store.readTicketEvents(of)).filter((event) => event.ticket === ticket);
      await store.close();
      expect(known).toMatchObject([{ type: 'opened', severity: 1 }]);
      const asked = ['evaluate', 'partner', '--period', tomorrow.slice(0, 4), '--as-of', tomorrow];
      const { stdout } = await upheld(asked, env);
      const [first = '', fourth = ''] = [1, 4].map((level) =>
        lineOf(stdout, `${level}-first-response`, tomorrow),
      );
      // It was due two hours after it was opened. `boundary` was due while the desk was read.
      expect(first).toMatch(
        /undetermined .* 0 good of 1 ticket, some fell due while their desk could not be/,
      );
      expect(fourth).toMatch(/missed .* 0 good of 1 ticket/);
    });
  });
}

const of = { agreement: 'partner', source: 'desk' };

const storeOf = (env: Record<string, string>) => `sqlite:${env['UPHELD_DATA']}/upheld.db`;

async function eventsOf(env: Record<string, string>): Promise<TicketEvent[]> {
  const store = await openStore(storeOf(env), { isReader: true });
  const events = await store.readTicketEvents(of);
  await store.close();
  return events.toSorted((a, b) => a.at - b.at || JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

const standings = z.object({
  sources: z.array(z.object({ source: z.string(), syncedUntil: z.number().nullable() })),
});

async function synced(url: string): Promise<void> {
  let last = '';
  await eventually('the desk is read', 240_000, async () => {
    last = await fetchText(`${url}/api/v1/agreements/partner/sources`);
    const desk = standings.parse(JSON.parse(last)).sources.find(({ source }) => source === 'desk');
    return typeof desk?.syncedUntil === 'number' || null;
  }).catch((cause: unknown) => {
    throw new Error(last, { cause });
  });
}

async function judged(url: string, promise: string, { ids }: StoryDesk) {
  const path = `${url}/api/v1/agreements/partner/objectives/support-${promise}?period=${quarter}`;
  const { promise: found } = objectiveSchema.parse(JSON.parse(await fetchText(path)));
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const [period] = found.periods;
  const clocks = (period?.clocks ?? []).map(({ ticket, dueAt, state }) => {
    const due = dueAt === null ? '' : new Date(dueAt).toISOString().replace('.000', '');
    return [names.get(ticket) ?? ticket, due, state];
  });
  return { verdict: period?.verdict, clocks: clocks.toSorted() };
}

const evaluated = z.object({
  promises: z.array(z.object({ name: z.string(), periods: z.array(z.object({ verdict: z.string() })) })),
});

function verdictsIn(json: string): [string, string][] {
  const { promises } = evaluated.parse(JSON.parse(json));
  return promises.map(({ name, periods: [period] }) => [name.replace('support-', ''), period?.verdict ?? '']);
}

/** What a table of `upheld evaluate` says of a promise in the quarter that `at` is in. */
function lineOf(table: string, promise: string, at: string): string | undefined {
  const quarterOf = `${at.slice(0, 4)}-Q${Math.ceil(Number(at.slice(5, 7)) / 3)}`;
  const [, lines = ''] = table.split(`support-severity-${promise} `);
  return lines.split('\n').find((line) => line.trimStart().startsWith(quarterOf));
}

/** Of all paths that the API describes and that a GET answers. */
async function everyAnswer(url: string): Promise<string[]> {
  const described = await fetchText(`${url}/api/v1/openapi.json`);
  const { paths } = z.object({ paths: z.record(z.string(), z.looseObject({})) }).parse(JSON.parse(described));
  const names = Object.entries(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  const known = names.map((path) =>
    path
      .replace('{id}', 'partner')
      .replace('{name}', 'support-severity-1-first-response')
      .replace('{source}', 'desk')
      .replace('{ticket}', '1'),
  );
  const asked = known.filter((path) => !path.includes('{'));
  const answers = await Promise.all(
    asked.flatMap((path) =>
      ['', `?period=${quarter}`].map(async (query) => (await fetch(url + path + query)).text()),
    ),
  );
  return [described, ...answers];
}

/** The bytes of every file in the folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
}

function found(words: string[], places: string[]): string[] {
  return words.filter((word) => places.some((place) => place.includes(word)));
}
