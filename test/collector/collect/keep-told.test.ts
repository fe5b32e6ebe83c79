// What a desk tells of one ticket today, beside what it told before.
import { keepTold } from '@upheld/collector/collect/keep-told';
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import { temporaryStore } from './temporary-store.ts';

const desk = { agreement: 'acme', source: 'desk' };
const at = Date.UTC(2026, 6, 1, 9);
const reading = { ticket: 'T-1', at: at + 100, polledUntil: at + 50 };

const opened: TicketEvent = { ticket: 'T-1', at, type: 'opened', severity: 2 };
const note: TicketEvent = { ticket: 'T-1', at: at + 1, type: 'note' };
const reply = (actor: Actor): TicketEvent => ({
  ...{ ticket: 'T-1', at: at + 1, type: 'public-reply', autoSubmitted: false },
  actor,
});

/** What is kept after the desk told `before` and then `after`. */
async function keptOf(before: TicketEvent[], after: TicketEvent[]): Promise<TicketEvent[]> {
  const store = await temporaryStore();
  await keepTold(desk, { events: before }, reading, store);
  await keepTold(desk, { events: after }, reading, store);
  return await store.readTicketEvents(desk);
}

describe('what a desk tells of one ticket', () => {
  it('is kept once, and what is new of it counts as found', async () => {
    const store = await temporaryStore();
    expect(await keepTold(desk, { events: [opened] }, reading, store)).toBe(1);
    expect(await keepTold(desk, { events: [opened, reply('supplier')] }, reading, store)).toBe(1);
    expect(await store.readTicketEvents(desk)).toEqual([opened, reply('supplier')]);
  });

  it.each([
    ['that a reply of the reporter was one of the supplier', reply('reporter'), reply('supplier')],
    ['that a reply of the supplier was one of a bot', reply('supplier'), reply('bot')],
    ['that an internal note was a public reply all the time', note, reply('supplier')],
    ['that a public reply was an internal note', reply('supplier'), note],
  ])('does not change when it says later %s', async (_title, first, later) => {
    expect(await keptOf([opened, first], [opened, later])).toEqual([opened, first]);
  });

  it('keeps a second message of the same instant', async () => {
    const both = [opened, reply('reporter'), reply('supplier')];
    expect(await keptOf([opened, reply('reporter')], both)).toEqual(both);
  });

  it('keeps as many messages of an instant as the desk tells, whoever they are said to be from', async () => {
    const kept = await keptOf([opened, reply('reporter')], [opened, reply('bot'), reply('supplier')]);
    expect(kept).toEqual([opened, reply('reporter'), reply('bot')]);
  });
});
