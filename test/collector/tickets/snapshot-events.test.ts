import { describe, expect, it } from 'vitest';
import { snapshotEvents, type Before, type Snapshot } from '@upheld/collector/tickets/snapshot-events';

const july = Date.UTC(2026, 6, 1, 9);
const after = (minutes: number) => july + minutes * 60_000;

/** An open ticket of severity 2 that changed ten minutes after it was opened. */
const ticket = (parts: Partial<Snapshot> = {}): Snapshot => ({
  ...{ ticket: 'T-1', openedAt: july, updatedAt: after(10), severity: 2, status: '2', standing: 'open' },
  ...{ statusSince: null, turns: [], written: [], ...parts },
});

const known = (parts: object = {}): Before => ({
  ...{ is: 'known', updatedAt: after(5), severity: 2, status: '2', standing: 'open', ...parts },
});

const waiting = (status: string, parts: Partial<Snapshot> = {}) =>
  ticket({ status, standing: 'waiting', ...parts });

/** All but how it was opened. */
const told = (now: Snapshot, before: Before) => snapshotEvents(now, before).slice(1);

describe('a ticket of a desk without history', () => {
  it('that was read again as it was tells nothing', () => {
    expect(told(ticket(), known())).toEqual([]);
    const before = known({ status: '3', standing: 'waiting' });
    expect(told(waiting('3', { statusSince: after(5) }), before)).toEqual([]);
  });

  it('that goes from one status of a wait to another still waits', () => {
    const before = known({ status: '3', standing: 'waiting' });
    expect(told(waiting('6', { statusSince: after(8) }), before)).toEqual([]);
  });

  it('that changed in the second in which it was read changed after that second began', () => {
    const now = ticket({ severity: 1, updatedAt: after(5) });
    const change = { ticket: 'T-1', at: after(5), type: 'severity-changed', severity: 1 };
    expect(told(now, known())).toEqual([{ ...change, observedAfter: after(5) - 1 }]);
  });

  it('that nobody remembers, and that did not change since it was opened, tells no change', () => {
    expect(told(ticket({ updatedAt: july }), { is: 'forgotten', at: july - 1 })).toEqual([]);
  });

  it('that nobody remembers may have changed since it was known, and not before it was opened', () => {
    const change = { ticket: 'T-1', at: after(10), type: 'severity-changed', severity: 2 };
    const turned = { ticket: 'T-1', at: after(10) };
    expect(told(ticket(), { is: 'forgotten', at: july - 1 })).toEqual([
      { ...change, observedAfter: july },
      { ...turned, observedAfter: july, type: 'reopened' },
      { ...turned, observedAfter: july, type: 'waiting-ended' },
    ]);
    const since = ticket({ statusSince: after(3) });
    expect(told(since, { is: 'forgotten', at: after(4) })).toEqual([{ ...change, observedAfter: after(4) }]);
  });

  it('that was reopened without an instant was so after it was resolved', () => {
    const turns: Snapshot['turns'] = [{ at: after(6), type: 'resolved' }];
    expect(told(ticket({ turns }), { is: 'new' })).toEqual([
      { ticket: 'T-1', at: after(6), type: 'resolved' },
      { ticket: 'T-1', at: after(10), observedAfter: after(6), type: 'reopened' },
    ]);
  });

  it('that waits since some time does so after the last word of its reporter, and not of a program', () => {
    const reply = { ticket: 'T-1', type: 'public-reply', actor: 'reporter' } as const;
    const written: Snapshot['written'] = [
      { ...reply, at: after(7), autoSubmitted: false },
      { ...reply, at: after(8), autoSubmitted: true },
    ];
    const [, , wait] = told(waiting('3', { written }), { is: 'new' });
    expect(wait).toEqual({
      ...{ ticket: 'T-1', at: after(10), observedAfter: after(7), type: 'waiting-on-reporter' },
    });
  });
});
