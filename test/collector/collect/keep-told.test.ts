import { describe, expect, it } from 'vitest';
import { keepTold } from '@upheld/collector/collect/keep-told';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { minute, noon } from './scene.ts';
import { temporaryStore } from './temporary-store.ts';
import { opened, place, replied } from './ticket-desk.ts';

const reading = (after = 0, polledUntil = -Infinity) => ({
  ...{ ticket: 'T-1', at: noon + after * minute, polledUntil },
});

describe('what a desk tells of a ticket', () => {
  it('is kept with what the desk says of its own clocks, and counted up to where polling should have told it', async () => {
    const store = await temporaryStore();
    const opinion: VendorClock = {
      ...{ ticket: 'T-1', kind: 'first-response', state: 'met', dueAt: noon, readAt: noon },
    };
    const events = [opened('T-1'), replied('T-1', -30), replied('T-1', -10)];
    await store.putTicketEvents({ ...place, events: [opened('T-1')] });
    const told = { events, opinions: [opinion] };
    expect(await keepTold(place, told, reading(0, noon - 10 * minute), store)).toBe(1);
    expect(await store.readTicketEvents(place)).toEqual(events);
    expect(await store.readOpinions(place)).toEqual([opinion]);
  });
});

describe('what is read of a single ticket', () => {
  it('is told when it is read, be it of before the last poll or since, or that the ticket is gone', async () => {
    const store = await temporaryStore();
    await store.recordSync(place, noon - 20 * minute);
    const events = [opened('T-1'), replied('T-1', -10)];
    await keepTold(place, { events }, reading(0, noon - 15 * minute), store);
    await keepTold(place, 'gone', reading(5), store);
    const told = await store.readToldEvents(place, 'T-1');
    expect(told.map(({ type, toldAt }) => [type, toldAt])).toEqual([
      ['opened', noon],
      ['public-reply', noon],
      ['deleted', noon + 5 * minute],
    ]);
    expect(told.every(({ deskKnownUntil }) => deskKnownUntil === noon - 20 * minute)).toBe(true);
  });
});

describe('what a desk without history tells of a ticket', () => {
  const seen = { ticket: 'T-1', at: noon, observedAfter: noon - 40 * minute } as const;
  const events: TicketEvent[] = [
    { ticket: 'T-1', at: opened('T-1').at, type: 'opened', severity: 1 },
    { ...seen, type: 'waiting-on-reporter' },
    replied('T-1', -10),
  ];

  it('is kept where nothing is known of it', async () => {
    const store = await temporaryStore();
    await keepTold(place, { events }, reading(), store);
    expect(await store.readTicketEvents(place)).toHaveLength(3);
  });

  it('is no other opening and no wider guess where polling has told it, but what it tells exactly', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1')] });
    const left: TicketEvent = { ...seen, type: 'deleted' };
    expect(await keepTold(place, { events: [...events, left] }, reading(0, noon), store)).toBe(1);
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1'), replied('T-1', -10), left]);
  });
});

describe('a ticket that is gone', () => {
  it('was deleted after its last event also where our clock is behind that of the desk', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1', 5)] });
    await keepTold(place, 'gone', reading(), store);
    const last = noon + 5 * minute;
    expect(await store.readTicketEvents(place)).toEqual([
      opened('T-1', 5),
      { ticket: 'T-1', at: last + 1, observedAfter: last, type: 'deleted' },
    ]);
  });

  it('is deleted once, however often it is found to be gone', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1')] });
    for (const after of [0, 1, 2]) await keepTold(place, 'gone', reading(after), store);
    expect(await store.readTicketEvents(place)).toHaveLength(2);
  });

  it('is not deleted where it was merged before: another one carries it on', async () => {
    const store = await temporaryStore();
    const merged = { ticket: 'T-1', at: noon - minute, type: 'merged-into', into: 'T-2' } as const;
    await store.putTicketEvents({ ...place, events: [opened('T-1'), merged] });
    await keepTold(place, 'gone', reading(), store);
    expect(await store.readTicketEvents(place)).toEqual([opened('T-1'), merged]);
  });

  it('is nothing where it was never known', async () => {
    const store = await temporaryStore();
    expect(await keepTold(place, 'gone', reading(), store)).toBe(0);
    expect(await store.readTicketEvents(place)).toEqual([]);
  });

  it.each([
    ['its last event where it was never read by itself', [], -60],
    ['it was last read by itself', [-30, -40], -30],
    ['its last event where that came later', [-90], -60],
  ])('was deleted after %s', async (_title, readings, after) => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1')] });
    for (const read of readings) await keepTold(place, { events: [opened('T-1')] }, reading(read), store);
    await keepTold(place, 'gone', reading(), store);
    const deleted = { ticket: 'T-1', at: noon, observedAfter: noon + after * minute, type: 'deleted' };
    expect((await store.readTicketEvents(place)).at(-1)).toEqual(deleted);
  });
});

describe('a ticket that is told again after it was gone', () => {
  const left = { ticket: 'T-1', at: noon - 10 * minute, type: 'deleted' } as const;
  const back = { ticket: 'T-1', at: noon, observedAfter: left.at, type: 'restored' } as const;

  /** What is known after the desk tells what it tells, twice. */
  const keptOf = async (known: TicketEvent[], told: TicketEvent[]) => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: known });
    for (const after of [0, 1]) await keepTold(place, { events: told }, reading(after), store);
    return await store.readTicketEvents(place);
  };

  it('is there again since it was gone, and now at the latest', async () => {
    expect(await keptOf([opened('T-1'), left], [opened('T-1')])).toEqual([opened('T-1'), left, back]);
  });

  it('is away where the desk itself tells that it left', async () => {
    expect(await keptOf([opened('T-1'), left], [opened('T-1'), left])).toEqual([opened('T-1'), left]);
  });

  it('needs no saying where something has happened to it since', async () => {
    const since = [opened('T-1'), left, replied('T-1', -5)];
    expect(await keptOf(since, [opened('T-1'), replied('T-1', -5)])).toEqual(since);
  });

  it('can be gone once more', async () => {
    const store = await temporaryStore();
    await store.putTicketEvents({ ...place, events: [opened('T-1'), left, back] });
    await keepTold(place, 'gone', reading(5), store);
    expect((await store.readTicketEvents(place)).at(-1)).toEqual({
      ...{ ticket: 'T-1', at: noon + 5 * minute, observedAfter: noon, type: 'deleted' },
    });
  });
});
