import { describe, expect, it } from 'vitest';
import { evaluateFrom } from '@upheld/collector/evaluation/evaluator';
import type { SyncTarget } from '@upheld/collector/collect/target';
import type { Page } from '@upheld/collector/connectors/connector';
import type { Store } from '@upheld/collector/store/store';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { anAgreement } from '../../builders/agreement.ts';
import { aMatrix } from '../../shared/indicators/matrix.ts';
import { collecting, desk, minute, noon } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';

const place = { agreement: 'acme', source: 'desk' };
const opened: TicketEvent = { ticket: 'T-1', at: noon - 60 * minute, type: 'opened', severity: 1 };
const answered: TicketEvent = {
  ...{ ticket: 'T-1', at: noon + 30 * minute, type: 'public-reply' },
  ...{ actor: 'supplier', autoSubmitted: false },
};
const page = (cursor: string, ...events: TicketEvent[]): Page => ({ events, cursor });

/** Synchronises a desk as a slot does, and says what was told of it. */
async function sync({ collect, syncs }: ReturnType<typeof collecting>, target: SyncTarget) {
  await collect.keep(target, noon, await collect.ask(target, noon));
  return syncs.at(-1);
}

/** How a desk's promise of a first response within two hours stands in August. */
async function responses(store: Store, asOf: number) {
  const source = { name: 'desk', type: 'json-http', every: '60s', agreeing: 1, spec: {} };
  const agreement = anAgreement({
    ...{ timeZone: 'UTC', objectives: [], support: [aMatrix({ source: 'desk' })] },
    sources: [{ ...source, retry: { attempts: 1, delay: '5s' } }],
  });
  const judge = evaluateFrom(store, () => true);
  const statement = await judge({ agreement, exclusions: [], period: '2026-08', asOf });
  const [period] = statement.promises[0]?.periods ?? [];
  return {
    verdict: period?.verdict,
    doubts: period?.doubts,
    clocks: period?.clocks?.map(({ state }) => state),
  };
}

describe('a synchronisation of a desk', () => {
  it('is not tried while the desk asks to be left alone', async () => {
    const scene = collecting(await temporaryStore());
    await sync(scene, desk([], 'status 429', 120_000));
    await scene.clock.advance(119_999);
    await sync(scene, desk([page('1', opened)]));
    expect(scene.syncs).toHaveLength(1);
    await scene.clock.advance(1);
    expect(await sync(scene, desk([page('1', opened)]))).toMatchObject({ ok: true });
  });

  it('keeps every page with its cursor and knows the desk up to when it began', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    expect(await sync(scene, desk([page('1', opened), page('2', answered)]))).toEqual({
      ...{ ok: true, until: noon, tookMs: 0, reconciledAt: null, overlooked: null },
    });
    expect(await store.readTicketEvents(place)).toEqual([opened, answered]);
    expect(await store.readDesk(place)).toEqual({
      ...{ cursor: '2', syncedUntil: noon, failingSince: null, lastError: null, reconciledAt: null },
    });
  });

  it('knows no more than its last page says, and no more than when it began', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    const known = async (knownUntil: number) => {
      const pages = [page('1', opened), page('2', answered)];
      return await sync(scene, desk(pages.map((one, place) => ({ ...one, knownUntil: place * knownUntil }))));
    };
    expect(await known(noon - minute)).toMatchObject({ ok: true, until: noon - minute });
    expect((await store.readDesk(place)).syncedUntil).toBe(noon - minute);
    expect(await known(noon + minute)).toMatchObject({ until: noon });
    expect(await known(noon - 2 * minute)).toMatchObject({ until: noon - 2 * minute });
    expect((await store.readDesk(place)).syncedUntil).toBe(noon);
  });

  it('knows nothing of the time for which the system holds back what is new', async () => {
    const store = await temporaryStore();
    const plain = desk([page('1', opened)]);
    const slow = { ...plain, kind: { ...plain.kind, holdsBackMs: minute } };
    expect(await sync(collecting(store), slow)).toMatchObject({ ok: true, until: noon - minute });
  });

  it('keeps when each event was told, and how far the desk was known without it', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    await sync(scene, desk([page('1', opened)]));
    await scene.clock.advance(3 * 60 * minute);
    await sync(scene, desk([page('2')]));
    await scene.clock.advance(minute);
    // Two and a half hours after the instant that it claims.
    await sync(scene, desk([page('3', answered)]));
    expect(await store.readToldEvents(place, 'T-1')).toEqual([
      { ...opened, toldAt: noon, deskKnownUntil: null },
      { ...answered, toldAt: noon + 181 * minute, deskKnownUntil: noon + 180 * minute },
    ]);
  });

  it('goes on from the cursor that it kept', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    const cursors: (string | null)[] = [];
    const target = desk([]);
    const asked: SyncTarget = {
      ...target,
      kind: {
        ...target.kind,
        async *poll(_spec, cursor) {
          cursors.push(cursor);
          yield page('7', opened);
        },
      },
    };
    await sync(scene, asked);
    await sync(scene, asked);
    expect(cursors).toEqual([null, '7']);
    expect(await store.readTicketEvents(place)).toEqual([opened]);
  });

  it('that fails keeps the pages before, and tells what the desk said', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    const failing = desk([page('1', opened)], 'the desk answered with status 503');
    expect(await sync(scene, failing)).toEqual({
      ...{ ok: false, tookMs: 0, retryAfterMs: null },
      ...{ error: 'the desk answered with status 503', reason: 'answer' },
    });
    expect(await store.readTicketEvents(place)).toEqual([opened]);
    expect(await store.readDesk(place)).toEqual({
      ...{ cursor: '1', syncedUntil: null },
      reconciledAt: null,
      ...{ failingSince: noon, lastError: 'the desk answered with status 503' },
    });
  });

  it('that fails for a reason of our own is a defect, not a fault of the desk', async () => {
    const store = await temporaryStore();
    const { collect } = collecting({
      ...store,
      putTicketEvents: () => Promise.reject(new Error('the disk is full')),
    });
    await expect(collect.ask(desk([page('1', opened)]), noon)).rejects.toThrow('the disk is full');
    expect((await store.readDesk(place)).failingSince).toBeNull();
  });
});

describe('tickets of a desk that cannot be read', () => {
  it('are unknown when they fall due, and missed or met once the desk tells', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    await sync(scene, desk([page('1', opened)]));
    // Opened an hour before noon and due two hours later: at 13:00. It is 13:30.
    await scene.clock.advance(90 * minute);
    await sync(scene, desk([], 'the desk answered with status 503'));
    expect(await responses(store, scene.clock.now())).toEqual({
      ...{ verdict: 'undetermined', doubts: ['unknown-clocks'], clocks: ['unknown'] },
    });
    await sync(scene, desk([]));
    expect(await responses(store, scene.clock.now())).toMatchObject({
      verdict: 'missed',
      clocks: ['missed'],
    });
  });

  it('are met where a reply in time is known', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    await scene.clock.advance(40 * minute);
    await sync(scene, desk([page('1', opened, answered)]));
    await scene.clock.advance(90 * minute);
    await sync(scene, desk([], 'the desk answered with status 503'));
    expect(await responses(store, scene.clock.now())).toMatchObject({ verdict: 'met', clocks: ['met'] });
  });
});
