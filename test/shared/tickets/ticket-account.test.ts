import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { ticketAccount } from '@upheld/shared/tickets/ticket-account';
import { describe, expect, it } from 'vitest';
import { desk, hour, mergedInto, minute, opened, plain, reply, reporterReply } from './desk.ts';

// Severity 1 promises a first response in 2 h, an update every hour and a resolution in 12 h.
const asked = opened(hour(0), 1);

describe("a ticket's account", () => {
  it('tells its events, replies, clocks, pauses and what its system says', () => {
    const events = [
      asked,
      { ...reply(minute(10)), autoSubmitted: true },
      reply(minute(30)),
      plain(minute(40), 'waiting-on-reporter'),
      { ...reporterReply(minute(50)), observedAfter: minute(45) },
    ];
    const opinion = { ticket: 'A', dueAt: null, readAt: hour(1) };
    const opinions: VendorClock[] = [
      { ...opinion, kind: 'first-response', state: 'missed' },
      { ...opinion, kind: 'resolution', state: 'running' },
      { ...opinion, kind: 'resolution', state: 'met', ticket: 'B' },
    ];
    const now = hour(1);
    const known = desk(now, [...events, opened(hour(0), 1, 'B')], { waitingOnReporterPauses: ['updates'] });
    const account = ticketAccount(known, 'A', opinions);
    expect(account).toMatchObject({ ticket: 'A', mergedInto: null, merged: [], deletedAt: null, events });
    expect(account?.replies.map(({ counts, reason }) => [counts, reason])).toEqual([
      [false, 'automatic'],
      [true, 'supplier'],
      [false, 'reporter'],
    ]);
    expect(account?.clocks.map(({ kind, state, dueAt }) => [kind, state, dueAt])).toEqual([
      ['first-response', 'met', hour(2)],
      // An hour from 0:30 on, and the 10 minutes of the wait.
      ['update', 'running', minute(100)],
      ['first-resolution', 'running', hour(12)],
      ['total-resolution', 'running', hour(12)],
    ]);
    expect(account?.live.map(({ kind, leftMs }) => [kind, leftMs / 60_000])).toEqual([
      ['update', 40],
      ['first-resolution', 660],
      ['total-resolution', 660],
    ]);
    expect(account?.pauses).toEqual([{ start: minute(40), end: minute(50) }]);
    expect(account?.opinions).toMatchObject([
      { state: 'missed', disagreement: { ours: { state: 'met' }, reason: 'unexplained' } },
      { state: 'running', disagreement: null },
    ]);
  });

  it('tells a pause that goes on, and one that ended with its ticket', () => {
    const wait = [asked, plain(hour(1), 'waiting-on-reporter')];
    expect(ticketAccount(desk(hour(2), wait), 'A')?.pauses).toEqual([{ start: hour(1), end: null }]);
    const gone = ticketAccount(desk(hour(2), [...wait, plain(hour(1.5), 'deleted')]), 'A');
    expect(gone).toMatchObject({ deletedAt: hour(1.5), pauses: [{ start: hour(1), end: hour(1.5) }] });
  });

  it('of merged tickets tells what happened to each, and what acts on the one that is left', () => {
    const before = reply(minute(5), 'B');
    const merge = mergedInto(minute(10), 'A', 'B');
    const after = reply(minute(20), 'B');
    const known = desk(hour(1), [
      asked,
      opened(hour(0), 1, 'B'),
      before,
      merge,
      after,
      opened(hour(0), 1, 'C'),
    ]);
    const left = ticketAccount(known, 'A');
    expect(left).toMatchObject({ mergedInto: null, merged: ['B'], events: [asked, merge, after] });
    expect(left?.clocks[0]).toMatchObject({ kind: 'first-response', state: 'met', stoppedAt: minute(20) });
    const merged = ticketAccount(known, 'B');
    expect(merged).toMatchObject({ mergedInto: 'A', merged: [], live: [] });
    expect(merged?.events).toEqual([opened(hour(0), 1, 'B'), before, merge, after]);
    expect(merged?.clocks.map(({ kind, state }) => [kind, state])).toEqual([
      ['first-response', 'met'],
      ['first-resolution', 'merged'],
      ['total-resolution', 'merged'],
    ]);
  });

  it('tells that a verdict is unknown where an event was seen too late to say', () => {
    const seen = { ...reply(hour(3)), observedAfter: hour(1) };
    expect(ticketAccount(desk(hour(4), [asked, seen]), 'A')?.clocks[0]).toMatchObject({ state: 'unknown' });
  });

  it('is none of a ticket that was not opened by then', () => {
    expect(ticketAccount(desk(hour(1), [opened(hour(2), 1)]), 'A')).toBeNull();
    expect(ticketAccount(desk(hour(1), [reply(hour(0))]), 'A')).toBeNull();
    expect(ticketAccount(desk(hour(1), [asked]), 'X')).toBeNull();
  });
});
