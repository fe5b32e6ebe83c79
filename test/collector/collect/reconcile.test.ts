import { describe, expect, it } from 'vitest';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { SyncTarget } from '@upheld/collector/collect/target';
import { collecting, minute, noon } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { opened, place, replied, resolved, ticketDesk } from './ticket-desk.ts';

type Scene = ReturnType<typeof collecting>;

const hour = 60 * minute;
const day = 24 * hour;
const broken = new SyncError('the desk answered with status 503');

/** Synchronises a desk as a slot does. */
async function sync({ collect, syncs }: Scene, target: SyncTarget) {
  await collect.keep(target, noon, await collect.ask(target, noon));
  return syncs.at(-1);
}

/** A desk that was read at noon, and is read again at 03:00 of the next day in UTC. */
async function untilNight(desk: ReturnType<typeof ticketDesk>) {
  const store = await temporaryStore();
  const scene = collecting(store);
  await sync(scene, desk.target);
  await scene.clock.advance(15 * hour);
  desk.log.length = 0;
  return { store, scene };
}

describe('a desk that was never read', () => {
  it('is asked for its open tickets, one by one, before it is polled', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    const { target, log } = ticketDesk({
      pages: [[opened('T-2', -5)]],
      open: ['T-1', 'T-2'],
      tickets: {
        'T-1': { events: [opened('T-1', -900_000)] },
        'T-2': { events: [opened('T-2', -5)] },
      },
    });
    expect(await sync(scene, target)).toEqual({
      ...{ ok: true, until: noon, tookMs: 0, reconciledAt: noon },
      overlooked: { events: 0, tickets: 0 },
    });
    expect(log).toEqual(['open', 'read T-2', 'read T-1', 'poll null', 'page 1']);
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1', -900_000), opened('T-2', -5)]);
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: noon, reconciledAt: noon, cursor: '1' });
  });

  it('is not known before its open tickets are, and goes on with those that are left', async () => {
    const store = await temporaryStore();
    const scene = collecting(store);
    const { target, log, script } = ticketDesk({
      ...{ pages: [], open: ['T-1', 'T-2', 'T-3'] },
      tickets: { 'T-3': { events: [opened('T-3')] }, 'T-2': broken, 'T-1': { events: [opened('T-1')] } },
    });
    expect(await sync(scene, target)).toMatchObject({ ok: false, error: broken.message });
    expect(await store.readDesk(place)).toMatchObject({
      ...{ syncedUntil: null, reconciledAt: null, failingSince: noon, lastError: broken.message },
    });
    expect(await store.readTicketEvents(place)).toEqual([opened('T-3')]);
    script.tickets['T-2'] = { events: [opened('T-2')] };
    await scene.clock.advance(minute);
    expect(await sync(scene, target)).toMatchObject({ ok: true, until: noon + minute });
    expect(log).toEqual(['open', 'read T-3', 'read T-2', 'read T-1', 'read T-2', 'poll null']);
    expect(await store.readDesk(place)).toMatchObject({
      ...{ syncedUntil: noon + minute, reconciledAt: noon, failingSince: null },
    });
  });

  it('loses nothing where the process ends in between: the next one begins again', async () => {
    const store = await temporaryStore();
    const first = collecting(store);
    const { target, log, script } = ticketDesk({
      ...{ pages: [], open: ['T-1', 'T-2'] },
      tickets: { 'T-1': { events: [opened('T-1')] }, 'T-2': { events: [opened('T-2')] } },
    });
    script.before = async (asked) => {
      if (asked === 'read T-2') first.collect.windDown();
    };
    expect(await sync(first, target)).toBeUndefined();
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: null, failingSince: null });
    expect(log).toEqual(['open', 'read T-2']);
    const second = collecting(store);
    expect(await sync(second, target)).toMatchObject({ ok: true });
    // What we hold for open stands first in the list, and the list is read from its end.
    expect(log.slice(2)).toEqual(['open', 'read T-1', 'read T-2', 'poll null']);
    expect(await store.readTicketEvents(place)).toEqual([opened('T-2'), opened('T-1')]);
  });

  it('is read again where the storage refused a ticket, beginning with that one', async () => {
    const store = await temporaryStore();
    let isFull = true;
    const scene = collecting({
      ...store,
      putTicketEvents: (batch) =>
        isFull ? Promise.reject(new Error('the disk is full')) : store.putTicketEvents(batch),
    });
    const { target, log } = ticketDesk({
      ...{ pages: [], open: ['T-1', 'T-2'] },
      tickets: { 'T-1': { events: [opened('T-1')] }, 'T-2': { events: [opened('T-2')] } },
    });
    await expect(scene.collect.ask(target, noon)).rejects.toThrow('the disk is full');
    isFull = false;
    expect(await sync(scene, target)).toMatchObject({ ok: true });
    expect(log).toEqual(['open', 'read T-2', 'read T-2', 'read T-1', 'poll null']);
    expect(await store.readTicketEvents(place)).toEqual([opened('T-2'), opened('T-1')]);
  });
});

describe('the nightly look at open tickets', () => {
  it('reads what the desk calls open and what we hold for open, once, behind the polling', async () => {
    const desk = ticketDesk({
      pages: [[opened('T-1'), opened('T-2'), resolved('T-2', -1), opened('T-3')]],
      open: [],
      tickets: {
        'T-1': { events: [opened('T-1')] },
        'T-3': { events: [opened('T-3')] },
        'T-4': { events: [opened('T-4', 900)] },
      },
    });
    const { store, scene } = await untilNight(desk);
    desk.script.open = ['T-3', 'T-4'];
    expect(await sync(scene, desk.target)).toMatchObject({ ok: true, reconciledAt: noon + 15 * hour });
    expect(desk.log).toEqual(['poll 1', 'open', 'read T-4', 'read T-3', 'read T-1']);
    expect(await store.openTickets(place)).toEqual(['T-1', 'T-3', 'T-4']);
    await scene.clock.advance(minute);
    await sync(scene, desk.target);
    expect(desk.log.slice(5)).toEqual(['poll 1']);
    await scene.clock.advance(day);
    await sync(scene, desk.target);
    expect(desk.log.slice(6)).toEqual(['poll 1', 'open', 'read T-4', 'read T-3', 'read T-1']);
  });

  it('tells what polling should have told and did not', async () => {
    const desk = ticketDesk({ pages: [[opened('T-1'), opened('T-2')]], open: [], tickets: {} });
    const { store, scene } = await untilNight(desk);
    // It is 03:00, 900 minutes after noon. A desk may list what happened in the last ten minutes later.
    desk.script.tickets = {
      'T-1': { events: [opened('T-1'), replied('T-1', 1), replied('T-1', 889), replied('T-1', 890)] },
      'T-2': { events: [opened('T-2'), replied('T-2', 899)] },
    };
    expect(await sync(scene, desk.target)).toMatchObject({ overlooked: { events: 2, tickets: 1 } });
    expect(await store.readTicketEvents(place)).toHaveLength(6);
    await scene.clock.advance(day);
    expect(await sync(scene, desk.target)).toMatchObject({ overlooked: { events: 0, tickets: 0 } });
  });

  it('finds that a ticket is gone: deleted now at the latest, and after what was known of it last', async () => {
    const desk = ticketDesk({ pages: [[opened('T-1'), replied('T-1', -1)]], open: [], tickets: {} });
    const { store, scene } = await untilNight(desk);
    expect(await sync(scene, desk.target)).toMatchObject({ ok: true, overlooked: { events: 0, tickets: 0 } });
    const at = noon + 15 * hour;
    expect(await store.readTicketEvents(place)).toEqual([
      ...[opened('T-1'), replied('T-1', -1)],
      { ticket: 'T-1', at, observedAfter: noon - minute, type: 'deleted' },
    ]);
    await scene.clock.advance(day);
    await sync(scene, desk.target);
    expect(desk.log.filter((asked) => asked === 'read T-1')).toHaveLength(1);
    expect(await store.readTicketEvents(place)).toHaveLength(3);
  });

  it('takes a ticket that the desk lists and then has no more, and that nobody knew, for nothing', async () => {
    const desk = ticketDesk({ pages: [], open: [], tickets: {} });
    const { store, scene } = await untilNight(desk);
    desk.script.open = ['T-9'];
    expect(await sync(scene, desk.target)).toMatchObject({ ok: true });
    expect(await store.readTicketEvents(place)).toEqual([]);
  });

  it('that fails is a failed synchronisation; what was polled before is kept', async () => {
    const desk = ticketDesk({ pages: [[opened('T-1')]], open: [], tickets: { 'T-1': broken } });
    const { store, scene } = await untilNight(desk);
    desk.script.pages.push([replied('T-1', 800)]);
    expect(await sync(scene, desk.target)).toMatchObject({ ok: false, error: broken.message });
    expect(await store.readDesk(place)).toMatchObject({
      ...{ cursor: '2', syncedUntil: noon, reconciledAt: noon, failingSince: noon + 15 * hour },
    });
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1'), replied('T-1', 800)]);
  });

  it('that takes longer than half an interval goes on behind the next polls, so that no slot is left out', async () => {
    const tickets = ['T-1', 'T-2', 'T-3', 'T-4', 'T-5'];
    const desk = ticketDesk({ pages: [tickets.map((ticket) => opened(ticket))], open: [], tickets: {} });
    const { store, scene } = await untilNight(desk);
    desk.script.tickets = Object.fromEntries(
      tickets.map((ticket) => [ticket, { events: [opened(ticket), replied(ticket, 1)] }]),
    );
    // Each ticket takes 20 s, and half an interval has 30.
    desk.script.before = async (asked) => {
      if (asked.startsWith('read')) scene.clock.stall(20_000);
    };
    const night = noon + 15 * hour;
    expect(await sync(scene, desk.target)).toMatchObject({ ok: true, until: night, overlooked: null });
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: night, reconciledAt: noon });
    await sync(scene, desk.target);
    expect(await sync(scene, desk.target)).toMatchObject({
      ...{ ok: true, reconciledAt: night, overlooked: { events: 5, tickets: 5 } },
    });
    expect(desk.log).toEqual([
      ...['poll 1', 'open', 'read T-5', 'read T-4'],
      ...['poll 1', 'read T-3', 'read T-2', 'poll 1', 'read T-1'],
    ]);
    expect(await store.readDesk(place)).toMatchObject({ syncedUntil: night + 80_000, reconciledAt: night });
  });

  it('comes behind the polling, too, where a release before this one polled the desk and never looked', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1')], cursor: '1' });
    const { target, log } = ticketDesk({ pages: [[]], open: [], tickets: { 'T-1': { events: [] } } });
    expect(await sync(collecting(store), target)).toMatchObject({ ok: true, reconciledAt: noon });
    expect(log).toEqual(['poll 1', 'open', 'read T-1']);
  });

  it('is over with its last ticket, however long that took', async () => {
    const told = { events: [opened('T-1')] };
    const desk = ticketDesk({ pages: [[opened('T-1')]], open: [], tickets: { 'T-1': told } });
    const { scene } = await untilNight(desk);
    desk.script.before = async (asked) => {
      if (asked === 'read T-1') scene.clock.stall(2 * minute);
    };
    expect(await sync(scene, desk.target)).toMatchObject({ reconciledAt: noon + 15 * hour });
  });

  it('begins anew where the terms of its desk were loaded anew: its list may be that of another queue', async () => {
    const desk = ticketDesk({
      ...{ pages: [[opened('T-1'), opened('T-2')]], open: [] },
      tickets: { 'T-1': { events: [] }, 'T-2': broken },
    });
    const { scene } = await untilNight(desk);
    await sync(scene, desk.target);
    desk.script.tickets['T-2'] = { events: [] };
    await sync(scene, { ...desk.target });
    expect(desk.log.slice(3)).toEqual(['poll 1', 'open', 'read T-2', 'read T-1']);
  });
});

describe('a desk that tells of no single tickets', () => {
  it('is known by polling alone', async () => {
    const desk = ticketDesk({ pages: [[opened('T-1')]], open: ['T-1'], tickets: {} });
    const store = await temporaryStore();
    const scene = collecting(store);
    expect(await sync(scene, desk.pollOnly)).toMatchObject({ ok: true, reconciledAt: null });
    expect(desk.log).toEqual(['poll null', 'page 1']);
  });
});
