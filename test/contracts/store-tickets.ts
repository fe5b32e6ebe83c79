// What every store engine must do with ticket events.
import { eventsIn } from '@upheld/shared/facts/ticket-columns';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { describe, expect, it } from 'vitest';
import { desk, minute, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function ticketsContract(held: HeldStore): void {
  describe('ticket events', () => {
    const opened: TicketEvent = { ticket: 'T-1', at: start, type: 'opened', severity: 2 };
    const raised: TicketEvent = { ticket: 'T-1', at: start, type: 'severity-changed', severity: 1 };
    const reply: TicketEvent = {
      ticket: 'T-1',
      at: start + minute,
      type: 'public-reply',
      actor: 'supplier',
      autoSubmitted: false,
    };
    const merged: TicketEvent = { ticket: 'T-1', at: start + 2 * minute, type: 'merged-into', into: 'T-2' };
    const deleted: TicketEvent = { ticket: 'T-1', at: start + 4 * minute, type: 'deleted' };
    const solved: TicketEvent = { ticket: 'T-2', at: start + 3 * minute, type: 'resolved' };

    it('gives back every kind of event as it was put', async () => {
      const events = [opened, raised, reply, merged, solved, deleted];
      expect(await held.store.putTicketEvents({ ...desk, events })).toEqual({ stored: 6, duplicates: 0 });
      expect(await held.store.readTicketEvents(desk)).toEqual(events);
    });

    it('gives the same events as columns', async () => {
      const events = [solved, deleted, merged, { ...reply, observedAfter: start }, raised, opened];
      await held.store.putTicketEvents({ ...desk, events });
      const columns = await held.store.readTicketColumns(desk);
      expect([...eventsIn(columns)]).toEqual(await held.store.readTicketEvents(desk));
      expect([...eventsIn(await held.store.readTicketColumns({ ...desk, source: 'other' }))]).toEqual([]);
    });

    it('gives the events of one ticket, and of that one only', async () => {
      await held.store.putTicketEvents({ ...desk, events: [reply, solved, opened] });
      expect(await held.store.readTicketEvents(desk, 'T-1')).toEqual([opened, reply]);
      expect(await held.store.readTicketEvents(desk, 'T-2')).toEqual([solved]);
      expect(await held.store.readTicketEvents(desk, 'T-')).toEqual([]);
    });

    it('keeps an event once, however often it comes', async () => {
      await held.store.putTicketEvents({ ...desk, events: [opened, reply] });
      const again = await held.store.putTicketEvents({ ...desk, events: [opened, opened, reply, solved] });
      expect(again).toEqual({ stored: 1, duplicates: 3 });
      expect(await held.store.readTicketEvents(desk)).toEqual([opened, reply, solved]);
    });

    it('keeps since when an observed event may have happened, and takes it for the same as an exact one', async () => {
      const observed = { ...solved, observedAfter: start };
      await held.store.putTicketEvents({ ...desk, events: [observed] });
      const again = await held.store.putTicketEvents({
        ...desk,
        events: [solved, { ...solved, observedAfter: start + minute }],
      });
      expect(again).toEqual({ stored: 0, duplicates: 2 });
      expect(await held.store.readTicketEvents(desk)).toEqual([observed]);
    });

    it('refuses an observed event that begins no earlier than it ends', async () => {
      const events = [{ ...solved, observedAfter: solved.at }];
      await expect(held.store.putTicketEvents({ ...desk, events })).rejects.toMatchObject({
        code: 'invalid',
      });
    });

    it('keeps who wrote a message as it was said first, where a ticket is told again from its opening', async () => {
      const note: TicketEvent = { ticket: 'T-1', at: reply.at, type: 'note' };
      await held.store.putTicketEvents({ ...desk, events: [opened, note, { ...opened, ticket: 'T-2' }] });
      const other = { ...reply, ticket: 'T-2' };
      const again = await held.store.putTicketEvents({ ...desk, events: [opened, reply, other, solved] });
      expect(again).toEqual({ stored: 2, duplicates: 2 });
      const known = [opened, { ...opened, ticket: 'T-2' }, note, other, solved];
      expect(await held.store.readTicketEvents(desk)).toEqual(known);
      // Told without its opening, it is something new that happened at the same instant.
      expect(await held.store.putTicketEvents({ ...desk, events: [reply] })).toMatchObject({ stored: 1 });
    });

    it('keeps when an event was first told, and how far its desk was known before', async () => {
      const [first, second] = [start + 10 * minute, start + 20 * minute];
      await held.store.putTicketEvents({ ...desk, events: [opened], readAt: first });
      await held.store.recordSync(desk, first);
      await held.store.putTicketEvents({ ...desk, events: [solved, opened, raised, reply], readAt: second });
      expect(await held.store.readToldEvents(desk, 'T-1')).toEqual([
        { ...opened, toldAt: first, deskKnownUntil: null },
        { ...raised, toldAt: second, deskKnownUntil: first },
        { ...reply, toldAt: second, deskKnownUntil: first },
      ]);
      const own = await held.store.readTicketEvents(desk, 'T-1');
      expect(own).toEqual([opened, raised, reply]);
      expect(await held.store.readToldEvents({ ...desk, agreement: 'beta' }, 'T-1')).toEqual([]);
    });

    it('knows of an event that came without its reading not when it was told, whenever it comes again', async () => {
      await held.store.recordSync(desk, start);
      await held.store.putTicketEvents({ ...desk, events: [reply] });
      await held.store.putTicketEvents({ ...desk, events: [reply], readAt: start + minute });
      const told = await held.store.readToldEvents(desk, 'T-1');
      expect(told).toEqual([{ ...reply, toldAt: null, deskKnownUntil: null }]);
    });

    it('takes events that differ in one field for different ones', async () => {
      const events: TicketEvent[] = [
        reply,
        { ...reply, autoSubmitted: true },
        { ...reply, actor: 'bot' },
        { ...reply, ticket: 'T-2' },
      ];
      expect((await held.store.putTicketEvents({ ...desk, events })).stored).toBe(4);
    });

    it('orders by instant, and keeps the listed order at one instant', async () => {
      await held.store.putTicketEvents({ ...desk, events: [solved, raised, opened] });
      await held.store.putTicketEvents({ ...desk, events: [reply] });
      expect(await held.store.readTicketEvents(desk)).toEqual([raised, opened, reply, solved]);
    });

    it('keeps the listed order over a page longer than one statement', async () => {
      const events = Array.from({ length: 1234 }, (_, row): TicketEvent => ({
        ticket: `T-${(row * 7919) % 1234}`,
        at: start,
        type: 'opened',
        severity: 1,
      }));
      await held.store.putTicketEvents({ ...desk, events });
      expect(await held.store.readTicketEvents(desk)).toEqual(events);
    });

    it('keeps desks apart', async () => {
      await held.store.putTicketEvents({ ...desk, events: [opened] });
      expect(await held.store.readTicketEvents({ ...desk, agreement: 'beta' })).toEqual([]);
      expect(await held.store.readTicketEvents({ ...desk, source: 'other' })).toEqual([]);
    });

    it('commits the cursor with its events, or neither', async () => {
      await held.store.putTicketEvents({ ...desk, events: [opened], cursor: 'page-2' });
      const page = Array.from({ length: 1000 }, (_, row): TicketEvent => ({
        ...solved,
        ticket: `T-${row}`,
      }));
      const broken: TicketEvent = { ...solved, at: start + 0.5 };
      await expect(
        held.store.putTicketEvents({ ...desk, events: [...page, broken], cursor: 'page-3' }),
      ).rejects.toMatchObject({ code: 'invalid' });
      expect((await held.store.readDesk(desk)).cursor).toBe('page-2');
      expect(await held.store.readTicketEvents(desk)).toEqual([opened]);
    });

    it('leaves the cursor alone where a batch brings none, and clears it with null', async () => {
      await held.store.putTicketEvents({ ...desk, events: [], cursor: 'page-2' });
      await held.store.putTicketEvents({ ...desk, events: [opened] });
      expect((await held.store.readDesk(desk)).cursor).toBe('page-2');
      await held.store.putTicketEvents({ ...desk, events: [], cursor: null });
      expect((await held.store.readDesk(desk)).cursor).toBeNull();
    });
  });

  describe('open tickets', () => {
    const event = (
      ticket: string,
      after: number,
      type: 'resolved' | 'reopened' | 'deleted' | 'restored',
    ): TicketEvent => ({
      ...{ ticket, at: start + after, type },
    });
    const opened = (ticket: string): TicketEvent => ({ ticket, at: start, type: 'opened', severity: 2 });
    const merged = (ticket: string, after: number): TicketEvent => ({
      ...{ ticket, at: start + after, type: 'merged-into', into: 'T-1' },
    });

    it('are those that nothing ended since they were last opened, in text order', async () => {
      const events = [
        ...['T-9', 'T-10', 'T-3', 'T-4', 'T-5', 'T-6'].map(opened),
        ...[event('T-3', 1, 'resolved'), event('T-4', 1, 'resolved'), event('T-4', 2, 'reopened')],
        ...[merged('T-5', 1), event('T-5', 2, 'reopened')],
        ...[event('T-6', 1, 'deleted'), event('T-6', 2, 'resolved')],
      ];
      await held.store.putTicketEvents({ ...desk, events });
      expect(await held.store.openTickets(desk)).toEqual(['T-10', 'T-4', 'T-9']);
      expect(await held.store.openTickets({ ...desk, source: 'other' })).toEqual([]);
    });

    it('are also those that came back to the desk', async () => {
      const events = [opened('T-1'), event('T-1', 1, 'deleted'), event('T-1', 2, 'restored')];
      await held.store.putTicketEvents({ ...desk, events });
      expect(await held.store.openTickets(desk)).toEqual(['T-1']);
    });

    it('are also those whose opening is not known, resolved or not, until they are gone', async () => {
      const answer: TicketEvent = {
        ...{ ticket: 'T-7', at: start, type: 'public-reply', actor: 'reporter', autoSubmitted: false },
      };
      const events = [
        answer,
        event('T-8', 1, 'resolved'),
        event('T-9', 1, 'deleted'),
        { ...answer, ticket: 'T-9' },
      ];
      await held.store.putTicketEvents({ ...desk, events });
      expect(await held.store.openTickets(desk)).toEqual(['T-7', 'T-8']);
    });

    it('are told by when things happened, not by when they came', async () => {
      const events = [event('T-1', 2, 'resolved'), event('T-1', 1, 'reopened'), opened('T-1')];
      await held.store.putTicketEvents({ ...desk, events });
      expect(await held.store.openTickets(desk)).toEqual([]);
    });
  });
}
