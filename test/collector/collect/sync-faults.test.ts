// What a synchronisation has to stand of desks, storage and calendars: whatever goes wrong, the same facts and the
// same clocks are known in the end, and nothing is asked before a desk allows it.
import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { SyncTarget } from '@upheld/collector/collect/target';
import { jsonHttp } from '@upheld/collector/connectors/json-http';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import type { Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix } from '../../shared/indicators/matrix.ts';
import { httpServer, loopbackEgress } from '../egress/servers.ts';
import { collecting, desk, minute, noon, outsideOf } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { opened, place, replied, resolved, ticketDesk } from './ticket-desk.ts';

type Scene = ReturnType<typeof collecting>;

/** T-1 is answered in time, T-2 too late, T-3 is merged into T-2, T-4 waits. All are due within two hours. */
const life: TicketEvent[] = [
  ...[opened('T-1', -600), opened('T-2', -590), opened('T-3', -580), opened('T-4', -60)],
  replied('T-1', -500),
  { ticket: 'T-3', at: noon - 490 * minute, type: 'merged-into', into: 'T-2' },
  ...[replied('T-2', -400), resolved('T-1', -300)],
  { ticket: 'T-1', at: noon - 200 * minute, type: 'reopened' },
];

/** One slot of a desk, and what was told of it. */
async function slot({ collect, syncs }: Scene, target: SyncTarget) {
  const told = syncs.length;
  await collect.keep(target, noon, await collect.ask(target, noon));
  return syncs[told] ?? null;
}

/** A desk of these events in pages of two, read over the network. */
async function networked(listener: RequestListener, store: Store) {
  const server = await httpServer(listener);
  const scene = collecting(store, {
    outside: () => ({ ...outsideOf('main'), egress: loopbackEgress([server.port]) }),
    random: () => 0.5,
  });
  const spec = jsonHttp.spec.parse({ url: server.url, timeout: '2s' });
  const kind: SyncTarget['kind'] = { ...jsonHttp, poll: (_spec, ...rest) => jsonHttp.poll(spec, ...rest) };
  return { ...scene, target: { ...desk([]), kind } };
}

function pagesOf(events: TicketEvent[]): RequestListener {
  return (request, response) => {
    const since = Number(new URL(request.url ?? '/', 'http://desk').searchParams.get('since') ?? 0);
    const page = events.slice(since, since + 2);
    response.end(JSON.stringify({ events: page, cursor: String(since + page.length) }));
  };
}

/** The clocks of a promise to respond within two hours, as they stand at noon. */
async function clocks(store: Store) {
  const source = { name: 'desk', type: 'json-http', every: '60s', agreeing: 1, spec: {} };
  const agreement = anAgreement({
    ...{ timeZone: 'UTC', objectives: [], support: [aMatrix({ source: 'desk' })] },
    sources: [{ ...source, retry: { attempts: 1, delay: '5s' } }],
  });
  const judge = evaluateFrom(store, () => true);
  const statement = await judge({ agreement, exclusions: [], period: '2026-08', asOf: noon });
  const told = statement.promises.flatMap(({ periods }) => periods.flatMap((period) => period.clocks ?? []));
  return told.map(({ ticket, state }) => `${ticket} ${state}`).sort();
}

const known = ['T-1 met', 'T-2 missed', 'T-4 running'];

describe('a synchronisation that is replayed', () => {
  it('from its first page changes nothing', async () => {
    const store = await temporaryStore();
    const { target, ...scene } = await networked(pagesOf(life), store);
    await slot(scene, target);
    const first = await store.readTicketEvents(place);
    expect(first).toHaveLength(9);
    const revision = await store.revision('acme');
    await store.putTicketEvents({ ...place, events: [], cursor: null });
    expect(await slot(scene, target)).toMatchObject({ ok: true });
    expect(await store.readTicketEvents(place)).toEqual(first);
    expect(await store.readDesk(place)).toMatchObject({ cursor: '9' });
    expect(await store.revision('acme')).toBe(revision);
  });

  it.each([
    ['as it was', life],
    ['backwards', life.toReversed()],
    ['by ticket', life.toSorted((a, b) => (a.ticket < b.ticket ? 1 : -1))],
    ['every third first', [0, 1, 2].flatMap((rest) => life.filter((_, index) => index % 3 === rest))],
  ])('%s gives the same clocks', async (_title, events) => {
    const store = await temporaryStore();
    const { target, ...scene } = await networked(pagesOf(events), store);
    await slot(scene, target);
    expect(await clocks(store)).toEqual(known);
  });
});

describe('a storage that refuses a page', () => {
  it.each([1, 2, 3, 4, 5])('number %i loses nothing and repeats nothing', async (refused) => {
    const store = await temporaryStore();
    const cursors: (string | null)[] = [];
    let pages = 0;
    const listener: RequestListener = (request, response) => {
      cursors.push(new URL(request.url ?? '/', 'http://desk').searchParams.get('since'));
      pagesOf(life)(request, response);
    };
    const { target, ...scene } = await networked(listener, {
      ...store,
      putTicketEvents: async (batch) => {
        pages += 1;
        if (pages === refused) throw new Error('the disk is full');
        return await store.putTicketEvents(batch);
      },
    });
    await expect(scene.collect.ask(target, noon)).rejects.toThrow('the disk is full');
    expect((await store.readTicketEvents(place)).length).toBe((refused - 1) * 2);
    expect(await slot(scene, target)).toMatchObject({ ok: true });
    // The page that was refused is the only one that is asked for twice.
    expect(cursors.filter((cursor) => cursor === cursors[refused - 1])).toHaveLength(2);
    expect(cursors).toHaveLength(7);
    expect(await clocks(store)).toEqual(known);
  });
});

describe('a storm of 429', () => {
  /** When the desk was asked, in seconds since noon, over half an hour of slots. */
  async function asked(answer: RequestListener) {
    const store = await temporaryStore();
    const times: number[] = [];
    const { target, ...scene } = await networked((request, response) => {
      times.push((scene.clock.now() - noon) / 1_000);
      answer(request, response);
    }, store);
    for (let slots = 0; slots < 30; slots += 1) {
      await slot(scene, target);
      await scene.clock.advance(minute);
    }
    return { times, store, scene, target };
  }

  it('brings no request before the desk allows one', async () => {
    const headers = { 'retry-after': '150' };
    const { times, scene } = await asked((_request, response) => response.writeHead(429, headers).end());
    // 150 s end in the middle of the third slot.
    expect(times).toEqual([0, 180, 360, 540, 720, 900, 1_080, 1_260, 1_440, 1_620]);
    expect(scene.syncs).toHaveLength(10);
    expect(scene.syncs[0]).toMatchObject({ ok: false, reason: 'slowed-down', retryAfterMs: 150_000 });
  });

  it('that does not say for how long is asked less and less often', async () => {
    const { times } = await asked((_request, response) => response.writeHead(429).end());
    // Half of 60, 120, 240, 480, 900 and 900 s, and then the next slot.
    expect(times).toEqual([0, 60, 120, 240, 480, 960, 1_440]);
  });

  it('that is over leaves no slot out, and nothing is lost', async () => {
    let refusals = 3;
    const { times, store, scene } = await asked((request, response) => {
      refusals -= 1;
      if (refusals >= 0) response.writeHead(429).end();
      else pagesOf(life)(request, response);
    });
    expect(new Set(times.slice(3))).toEqual(
      new Set(Array.from({ length: 26 }, (_, number) => 240 + number * 60)),
    );
    expect(scene.syncs.at(-1)).toMatchObject({ ok: true });
    expect(await store.readDesk(place)).toMatchObject({
      failingSince: null,
      syncedUntil: noon + 29 * minute,
    });
    expect(await store.readTicketEvents(place)).toHaveLength(9);
  });
});

describe('a desk that answers with half of a document', () => {
  it('is stale since then, with what it said before, and known again once it answers in full', async () => {
    const store = await temporaryStore();
    let isCut = false;
    const { target, ...scene } = await networked((request, response) => {
      if (isCut && request.url !== '/') response.end('{"events":[{"ticket":"T-9","at":');
      else pagesOf(life)(request, response);
    }, store);
    isCut = true;
    expect(await slot(scene, target)).toMatchObject({ ok: false, reason: 'answer' });
    expect(await store.readDesk(place)).toMatchObject({ cursor: '2', syncedUntil: null, failingSince: noon });
    expect(await store.readTicketEvents(place)).toHaveLength(2);
    isCut = false;
    await scene.clock.advance(minute);
    expect(await slot(scene, target)).toMatchObject({ ok: true, until: noon + minute });
    expect(await store.readDesk(place)).toMatchObject({ failingSince: null, lastError: null });
    expect(await store.readTicketEvents(place)).toHaveLength(9);
  });
});

describe('two polls of a desk at once', () => {
  it('go one after the other, the second from where the first ended', async () => {
    const store = await temporaryStore();
    const { collect } = collecting(store);
    const { target, log } = ticketDesk({ pages: [[opened('T-1')], [opened('T-2')]], open: [], tickets: {} });
    await Promise.all([collect.ask(target, noon), collect.ask(target, noon)]);
    expect(log).toEqual(['open', 'poll null', 'page 1', 'page 2', 'poll 2']);
  });
});

describe('the days around a change of the clocks', () => {
  it('have one look at open tickets each, at three o’clock of the agreement', async () => {
    const store = await temporaryStore();
    const { clock, ...scene } = collecting(store);
    const { target, log, script } = ticketDesk({ pages: [], open: [], tickets: {} });
    const berlin = { ...target, timeZone: 'Europe/Berlin' };
    await clock.advance(Date.UTC(2026, 9, 23, 12) - noon);
    await slot({ clock, ...scene }, berlin);
    log.length = 0;
    const looks: string[] = [];
    script.before = async (asked) => {
      if (asked === 'open') looks.push(new Date(clock.now()).toISOString());
    };
    for (let slots = 0; slots < 4 * 48; slots += 1) {
      await clock.advance(30 * minute);
      await slot({ clock, ...scene }, berlin);
    }
    // Summer time ends on the 25th: three o'clock is 01:00 UTC before, and 02:00 UTC from then on.
    expect(looks).toEqual([
      ...['2026-10-24T01:00:00.000Z', '2026-10-25T02:00:00.000Z'],
      ...['2026-10-26T02:00:00.000Z', '2026-10-27T02:00:00.000Z'],
    ]);
  });
});
