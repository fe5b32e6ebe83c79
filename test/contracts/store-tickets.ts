// What every store engine must do with ticket events and with how far each desk is known.
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
    const solved: TicketEvent = { ticket: 'T-2', at: start + 3 * minute, type: 'resolved' };

    it('gives back every kind of event as it was put', async () => {
      const events = [opened, raised, reply, merged, solved];
      expect(await held.store.putTicketEvents({ ...desk, events })).toEqual({ stored: 5, duplicates: 0 });
      expect(await held.store.readTicketEvents(desk)).toEqual(events);
    });

    it('keeps an event once, however often it comes', async () => {
      await held.store.putTicketEvents({ ...desk, events: [opened, reply] });
      const again = await held.store.putTicketEvents({ ...desk, events: [opened, opened, reply, solved] });
      expect(again).toEqual({ stored: 1, duplicates: 3 });
      expect(await held.store.readTicketEvents(desk)).toEqual([opened, reply, solved]);
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
      const broken: TicketEvent = { ...opened, at: start + 0.5 };
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

  describe('desks', () => {
    it('knows nothing of a desk that was never read', async () => {
      const unknown = {
        ...{ cursor: null, syncedUntil: null, failingSince: null, lastError: null, reconciledAt: null },
      };
      expect(await held.store.readDesk(desk)).toEqual(unknown);
    });

    it('keeps since when a desk fails, with its newest error, until a sync ends it', async () => {
      await held.store.recordSync(desk, start);
      await held.store.recordSyncFailure(desk, start + 1, 'refused');
      await held.store.recordSyncFailure(desk, start + 2, 'timed out');
      expect(await held.store.readDesk(desk)).toMatchObject({
        syncedUntil: start,
        failingSince: start + 1,
        lastError: 'timed out',
      });
      await held.store.recordSync(desk, start + 3);
      expect(await held.store.readDesk(desk)).toEqual({
        cursor: null,
        syncedUntil: start + 3,
        failingSince: null,
        lastError: null,
        reconciledAt: null,
      });
    });

    it('never knows less than before', async () => {
      await held.store.recordSync(desk, start);
      await held.store.recordSync(desk, start - 1);
      expect((await held.store.readDesk(desk)).syncedUntil).toBe(start);
    });
  });
}
