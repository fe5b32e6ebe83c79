import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { DeskInput } from '@upheld/shared/tickets/clocks';
import { liveClocks } from '@upheld/shared/tickets/live-clocks';
import type { LiveClock } from '@upheld/shared/tickets/live-clocks';
import { describe, expect, it } from 'vitest';
import { desk, hour, mergedInto, minute, opened, plain, reply, severity, severityChanged } from './desk.ts';

const HOUR = 3_600_000;

// Monday 7 September 2026, 10:00 UTC, is 06:00 in New York, whose business hours are 09:00 to 17:00 (13:00 to 21:00 UTC).

function live(now: number, events: TicketEvent[], terms: Partial<DeskInput> = {}): LiveClock[] {
  return liveClocks(desk(now, events, terms));
}

describe('a live clock', () => {
  it('tells the time left and elapsed in service time, and what its promise means', () => {
    // 8 business hours from 06:00 on are over at 17:00 on the same day; at 15:00 UTC 2 of them have passed.
    expect(live(hour(5), [opened(hour(0), 4)])).toEqual([
      {
        ticket: 'A',
        kind: 'first-response',
        severity: 4,
        startAt: hour(0),
        dueAt: hour(11),
        standsStillSince: null,
        promised: { from: hour(0), duration: '8h' },
        elapsedMs: 2 * HOUR,
        leftMs: 6 * HOUR,
        pausedMs: 0,
        meaning: '8 h on 09:00-17:00 America/New_York = 1 working day, due Mon 17:00',
      },
    ]);
  });

  it('runs at its due instant, with nothing left', () => {
    expect(live(hour(11), [opened(hour(0), 4)])).toMatchObject([{ leftMs: 0, elapsedMs: 8 * HOUR }]);
    expect(live(hour(11) + 1, [opened(hour(0), 4)])).toEqual([]);
  });

  it('has no time passing at night', () => {
    // At 22:00 UTC of Monday New York is closed: a 12-hour promise has 4 h left for Tuesday, due at 17:00 UTC.
    const severities = [severity(1, { firstResponse: '12h', calendar: 'business' })];
    expect(live(hour(12), [opened(hour(0), 1)], { severities })).toMatchObject([
      {
        ...{ elapsedMs: 8 * HOUR, leftMs: 4 * HOUR, dueAt: hour(31) },
        meaning: '12 h on 09:00-17:00 America/New_York = 1 working day and 4 h, due Tue 13:00',
      },
    ]);
  });

  it('stands still while the reporter is waited for, with what is left as if the wait ended now', () => {
    // The resolution is due after 12 h; waited 1 h before, and since 5 h: 4 h have passed, 8 h are left.
    const waits = [
      plain(hour(1), 'waiting-on-reporter'),
      plain(hour(2), 'waiting-ended'),
      plain(hour(5), 'waiting-on-reporter'),
    ];
    const [clock] = live(hour(9), [opened(hour(0), 1), ...waits], {
      waitingOnReporterPauses: ['resolution'],
    });
    expect(clock).toMatchObject({
      kind: 'first-resolution',
      dueAt: null,
      standsStillSince: hour(5),
      elapsedMs: 4 * HOUR,
      leftMs: 8 * HOUR,
      pausedMs: 5 * HOUR,
      meaning: '12 h, around the clock, stands still while the reporter is waited for',
    });
  });

  it('runs on after a wait, with the pause told', () => {
    const waits = [plain(hour(1), 'waiting-on-reporter'), plain(hour(2), 'waiting-ended')];
    const clocks = live(hour(9), [opened(hour(0), 1), reply(hour(0.5)), plain(hour(9), 'note'), ...waits], {
      waitingOnReporterPauses: ['resolution'],
    });
    expect(clocks.find(({ kind }) => kind === 'total-resolution')).toMatchObject({
      ...{ dueAt: hour(13), standsStillSince: null, elapsedMs: 8 * HOUR, leftMs: 4 * HOUR, pausedMs: HOUR },
      meaning: '12 h, around the clock, due Mon 23:00 UTC',
    });
  });

  it('that starts while the ticket waits has stood still since it started', () => {
    const events = [opened(hour(0), 1), plain(hour(1), 'waiting-on-reporter'), reply(hour(2))];
    const clocks = live(hour(4), events, { waitingOnReporterPauses: ['updates'] });
    expect(clocks.find(({ kind }) => kind === 'update')).toMatchObject({
      ...{ startAt: hour(2), standsStillSince: hour(2), elapsedMs: 0, leftMs: HOUR, pausedMs: 2 * HOUR },
    });
  });

  it('of a raised severity counts from the change, where that is due earlier', () => {
    // 8 h from the start or 2 h from the change at 3 h, whichever is earlier.
    const [raised] = live(hour(4), [opened(hour(0), 2), severityChanged(hour(3), 1)]);
    expect(raised).toMatchObject({
      ...{ severity: 1, startAt: hour(0), dueAt: hour(5), promised: { from: hour(3), duration: '2h' } },
      ...{ elapsedMs: HOUR, leftMs: HOUR, meaning: '2 h, around the clock, due Mon 15:00 UTC' },
    });
    const [equal] = live(hour(7), [opened(hour(0), 2), severityChanged(hour(6), 1)]);
    expect(equal).toMatchObject({ dueAt: hour(8), promised: { from: hour(0), duration: '8h' } });
    const [late] = live(hour(7.5), [opened(hour(0), 2), severityChanged(hour(7), 1)]);
    expect(late).toMatchObject({
      dueAt: hour(8),
      promised: { from: hour(0), duration: '8h' },
      leftMs: HOUR / 2,
    });
  });

  it('of two merged tickets counts from the earlier start', () => {
    const events = [opened(hour(0), 1, 'B'), opened(hour(1), 1), mergedInto(minute(90), 'A', 'B')];
    const [clock] = live(minute(100), events);
    expect(clock).toMatchObject({ ticket: 'A', startAt: hour(0), dueAt: hour(2), leftMs: 20 * 60_000 });
  });

  it('is listed by when it is due, those that stand still last', () => {
    const events = [
      opened(hour(0), 2, 'late'),
      opened(hour(0), 1, 'soon'),
      ...[opened(hour(0), 1, 'still'), reply(minute(1), 'still')],
      plain(minute(2), 'waiting-on-reporter', 'still'),
      ...[opened(hour(0), 1, 'another'), reply(minute(1), 'another')],
      plain(minute(2), 'waiting-on-reporter', 'another'),
    ];
    const clocks = live(minute(10), events, { waitingOnReporterPauses: ['updates', 'resolution'] });
    expect(clocks.map(({ ticket, kind }) => `${ticket} ${kind}`)).toEqual([
      'soon first-response',
      'late first-response',
      ...['soon first-resolution', 'soon total-resolution', 'late first-resolution', 'late total-resolution'],
      ...['another update', 'another first-resolution', 'another total-resolution'],
      ...['still update', 'still first-resolution', 'still total-resolution'],
    ]);
  });

  it('is none that was decided, merged, deleted, or may have been by an observed event', () => {
    const gone = [opened(hour(0), 1), plain(hour(1), 'deleted')];
    expect(live(hour(1), gone)).toEqual([]);
    // Raised at some time until 3 h: the response was missed at 2 h, or is due at 5 h at the latest.
    const raised = { ...severityChanged(hour(3), 1), observedAfter: hour(0) };
    const kinds = live(hour(4), [opened(hour(0), 2), raised]).map(({ kind }) => kind);
    expect(kinds).toEqual(['first-resolution', 'total-resolution']);
  });
});
