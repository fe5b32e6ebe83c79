// Events as columns: what goes in comes out.
import { eventsIn } from '@upheld/shared/facts/ticket-columns';
import { ticketEventTypes, type TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../builders/ticket-columns.ts';

const at = Date.UTC(2026, 6, 1, 9);

const everyType: TicketEvent[] = [
  { ticket: 'T-1', at, type: 'opened', severity: 4 },
  { ticket: 'T-1', at, type: 'public-reply', actor: 'bot', autoSubmitted: true },
  { ticket: 'T-1', at: at + 1, type: 'public-reply', actor: 'supplier', autoSubmitted: false },
  { ticket: 'T-1', at: at + 2, type: 'public-reply', actor: 'reporter', autoSubmitted: false },
  { ticket: 'T-1', at: at + 3, type: 'note' },
  { ticket: 'T-1', at: at + 4, type: 'severity-changed', severity: 1 },
  { ticket: 'T-1', at: at + 5, type: 'waiting-on-reporter', observedAfter: at + 4 },
  { ticket: 'T-1', at: at + 6, type: 'waiting-ended', observedAfter: 0 },
  { ticket: 'T-1', at: at + 7, type: 'resolved' },
  { ticket: 'T-1', at: at + 8, type: 'reopened' },
  { ticket: 'T-1', at: at + 9, type: 'merged-into', into: 'T-2' },
  { ticket: 'T-3', at: at + 10, type: 'deleted' },
  { ticket: 'T-3', at: at + 11, type: 'restored', observedAfter: at + 10 },
];

describe('the columns of ticket events', () => {
  it('give every event back as it was, in its order', () => {
    expect(everyType.map(({ type }) => type)).toEqual(expect.arrayContaining([...ticketEventTypes]));
    expect([...eventsIn(columnsOf(everyType))]).toEqual(everyType);
  });

  it('name a ticket once, one that others were merged into as well', () => {
    expect(columnsOf(everyType).tickets).toEqual(['T-1', 'T-2', 'T-3']);
  });

  it('of no events are empty', () => {
    expect([...eventsIn(columnsOf([]))]).toEqual([]);
  });

  it('take 28 bytes an event beside the ids', () => {
    const { tickets, ...columns } = columnsOf(everyType);
    expect(tickets).toHaveLength(3);
    const bytes = Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0);
    // Two instants of 8, two places of 4, four of 1.
    expect(bytes).toBe(everyType.length * 28);
  });
});
