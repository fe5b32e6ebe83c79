// What every store engine must do with how far each desk is known, and with what its system says of its own clocks.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { describe, expect, it } from 'vitest';
import { desk, minute, start } from './store-facts.ts';
import type { HeldStore } from './store-held.ts';

export function desksContract(held: HeldStore): void {
  describe('opinions', () => {
    const due = start + 120 * minute;
    const running: VendorClock = {
      ...{ ticket: 'T-2', kind: 'first-response', state: 'running' },
      ...{ dueAt: due, readAt: start },
    };

    it('are kept by ticket and clock, the last read one of each', async () => {
      const missed: VendorClock = { ...running, state: 'missed', readAt: due + minute };
      const paused: VendorClock = { ...running, kind: 'resolution', state: 'paused', dueAt: null };
      const other: VendorClock = { ...running, ticket: 'T-10', state: 'met' };
      await held.store.putTicketEvents({ ...desk, events: [], opinions: [running, paused, other] });
      await held.store.putTicketEvents({ ...desk, events: [], opinions: [missed] });
      await held.store.putTicketEvents({
        ...desk,
        events: [],
        opinions: [{ ...running, readAt: start + 1 }],
      });
      expect(await held.store.readOpinions(desk)).toEqual([other, missed, paused]);
      expect(await held.store.readOpinions({ ...desk, agreement: 'beta' })).toEqual([]);
    });

    it('are no facts: they leave the revision alone', async () => {
      await held.store.putTicketEvents({ ...desk, events: [], opinions: [running] });
      expect(await held.store.revision('acme')).toBe(0);
    });
  });

  describe('tickets that were read by themselves', () => {
    const found = (ticket: string, readAt: number) => ({ ...desk, events: [], found: ticket, readAt });

    it('are known with when they were last there', async () => {
      for (const at of [start, start + minute, start + 1]) {
        await held.store.putTicketEvents(found('T-1', at));
      }
      expect(await held.store.lastFound(desk, 'T-1')).toBe(start + minute);
    });

    it('are not those of pages, of other tickets or of other desks', async () => {
      await held.store.putTicketEvents({ ...desk, events: [], readAt: start });
      await held.store.putTicketEvents(found('T-2', start));
      expect(await held.store.lastFound(desk, 'T-1')).toBeNull();
      expect(await held.store.lastFound({ ...desk, source: 'other' }, 'T-2')).toBeNull();
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

    it('remembers when its open tickets were read one by one', async () => {
      await held.store.recordReconciled(desk, start);
      await held.store.recordSync(desk, start + 1);
      await held.store.recordSyncFailure(desk, start + 2, 'refused');
      expect((await held.store.readDesk(desk)).reconciledAt).toBe(start);
    });

    it('never knows less than before', async () => {
      await held.store.recordSync(desk, start);
      await held.store.recordSync(desk, start - 1);
      expect((await held.store.readDesk(desk)).syncedUntil).toBe(start);
    });
  });
}
