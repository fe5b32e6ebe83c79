import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { DeskInput, TicketClocks } from '@upheld/shared/tickets/clocks';
import { supportClocks } from '@upheld/shared/tickets/clocks';
import { describe, expect, it } from 'vitest';
import { desk, hour, mergedInto, opened, plain, severityChanged } from './desk.ts';

/** Ticket A, opened at 0 h under severity 1 with a resolution promised in 12 h. */
function clocksOf(
  asOf: number,
  events: TicketEvent[],
  terms: Partial<DeskInput> = {},
): TicketClocks | undefined {
  return supportClocks(desk(asOf, [opened(hour(0), 1), ...events], terms))[0];
}

describe('the first resolution', () => {
  it('stops at the first `resolved` and never resumes', () => {
    const events = [plain(hour(10), 'resolved'), plain(hour(11), 'reopened'), plain(hour(40), 'resolved')];
    expect(clocksOf(hour(50), events)?.firstResolution).toMatchObject({ state: 'met', stoppedAt: hour(10) });
  });

  it('that came too late is missed when it was due, with the first `resolved` on record', () => {
    const events = [plain(hour(13), 'resolved'), plain(hour(14), 'reopened'), plain(hour(15), 'resolved')];
    expect(clocksOf(hour(50), events)?.firstResolution).toMatchObject({
      state: 'missed',
      decidedAt: hour(12),
      stoppedAt: hour(13),
    });
  });

  it('is null where the severity promises none, and starts at the change to one that does', () => {
    expect(clocksOf(hour(1), [severityChanged(hour(0), 3)])?.firstResolution).toBeNull();
    const events = [severityChanged(hour(0), 3), severityChanged(hour(5), 1)];
    expect(clocksOf(hour(6), events)?.firstResolution).toMatchObject({ startAt: hour(5), dueAt: hour(17) });
  });
});

describe('a resolution that was not promised at the time', () => {
  it('is not asked for a second time under a severity that promises one', () => {
    const events = [severityChanged(hour(0), 3), plain(hour(1), 'resolved'), plain(hour(2), 'reopened')];
    const clocks = clocksOf(hour(4), [...events, severityChanged(hour(3), 1)]);
    expect(clocks?.firstResolution).toBeNull();
    expect(clocks?.totalResolution).toMatchObject({ startAt: hour(3), dueAt: hour(15) });
  });
});

describe('the total resolution', () => {
  const reopened = [plain(hour(10), 'resolved'), plain(hour(30), 'reopened')];

  it('is met while resolved, and runs on when reopened: it leaves what had counted it', () => {
    expect(clocksOf(hour(29), reopened)?.totalResolution).toMatchObject({
      state: 'met',
      decidedAt: hour(10),
    });
    // 10 of 12 hours were used; two are left from 30 h on.
    expect(clocksOf(hour(31), reopened)?.totalResolution).toMatchObject({
      state: 'running',
      startAt: hour(0),
      dueAt: hour(32),
      stoppedAt: null,
      decidedAt: null,
    });
  });

  it('is missed once the work together took too long', () => {
    const events = [...reopened, plain(hour(33), 'resolved')];
    expect(clocksOf(hour(40), events)?.totalResolution).toMatchObject({
      state: 'missed',
      decidedAt: hour(32),
      stoppedAt: hour(33),
    });
  });

  it('that was missed stays missed, however often the ticket is reopened', () => {
    const events = [...reopened, plain(hour(33), 'resolved'), plain(hour(34), 'reopened')];
    expect(clocksOf(hour(40), events)?.totalResolution).toMatchObject({
      state: 'missed',
      decidedAt: hour(32),
    });
  });

  it('counts no more when the ticket is reopened under a severity that promises none', () => {
    const events = [plain(hour(10), 'resolved'), severityChanged(hour(20), 3), plain(hour(30), 'reopened')];
    expect(clocksOf(hour(31), events)?.totalResolution).toBeNull();
  });

  it('takes on a severity that changed while it was resolved when it is reopened', () => {
    const events = [plain(hour(10), 'resolved'), severityChanged(hour(20), 2), plain(hour(30), 'reopened')];
    expect(clocksOf(hour(29), events)?.totalResolution).toMatchObject({ severity: 1, state: 'met' });
    // Lowered: start plus 24 h, less the 20 h of being resolved, is 44 h.
    expect(clocksOf(hour(31), events)?.totalResolution).toMatchObject({ severity: 2, dueAt: hour(44) });
  });

  it('ignores resolving twice and reopening an open ticket', () => {
    const noisy = [
      plain(hour(5), 'reopened'),
      plain(hour(10), 'resolved'),
      plain(hour(20), 'resolved'),
      plain(hour(30), 'reopened'),
      plain(hour(31), 'reopened'),
    ];
    expect(clocksOf(hour(31), noisy)).toEqual(clocksOf(hour(31), reopened));
  });

  it('stands still in waits where resolution pauses, each on its own', () => {
    const waits = [
      plain(hour(1), 'waiting-on-reporter'),
      plain(hour(5), 'waiting-ended'),
      plain(hour(6), 'waiting-on-reporter'),
      plain(hour(12), 'waiting-ended'),
    ];
    const paused = clocksOf(hour(13), waits, { waitingOnReporterPauses: ['resolution'] });
    expect(paused?.totalResolution?.dueAt).toBe(hour(22)); // 12 + 4 + 6
    expect(clocksOf(hour(12), waits)?.totalResolution?.dueAt).toBe(hour(12));
  });

  it('of two merged tickets starts at the earlier start and is due at the earlier due instant', () => {
    const events = [opened(hour(-5), 2, 'B'), mergedInto(hour(1), 'A', 'B')];
    const [left, merged] = supportClocks(desk(hour(2), [opened(hour(0), 1), ...events]));
    // A: 0 + 12 h; B: -5 + 24 h = 19 h.
    expect(left?.totalResolution).toMatchObject({ startAt: hour(-5), dueAt: hour(12) });
    expect(merged?.totalResolution).toMatchObject({ state: 'merged', startAt: hour(-5) });
  });

  it('brings the wait of the merged ticket with it, which the merge ends', () => {
    const wait = plain(hour(1), 'waiting-on-reporter', 'B');
    const events = [opened(hour(0), 1, 'B'), wait, mergedInto(hour(5), 'A', 'B')];
    const terms: Partial<DeskInput> = { waitingOnReporterPauses: ['resolution'] };
    const [left] = supportClocks(desk(hour(6), [opened(hour(4.5), 1), ...events], terms));
    // A: 4.5 + 12 = 16.5 h; B: 0 + 12 and 4 h of waiting = 16 h.
    expect(left?.totalResolution).toMatchObject({ startAt: hour(0), dueAt: hour(16) });
  });

  it('of two merged tickets that were opened at one instant keeps the waits of the one that is left', () => {
    const waits = [plain(hour(1), 'waiting-on-reporter', 'B'), plain(hour(3), 'waiting-ended', 'B')];
    const events = [
      opened(hour(0), 1, 'B'),
      ...waits,
      mergedInto(hour(5), 'A', 'B'),
      severityChanged(hour(6), 2),
    ];
    // A did not wait: lowered, it is due at 0 + 24 h; the 2 h that B waited would make it 26 h.
    const due = clocksOf(hour(7), events, { waitingOnReporterPauses: ['resolution'] })?.totalResolution
      ?.dueAt;
    expect(due).toBe(hour(24));
  });

  it('of two merged tickets that is lowered later is due at the inherited start plus the new target', () => {
    const events = [opened(hour(-5), 1, 'B'), mergedInto(hour(1), 'A', 'B'), severityChanged(hour(2), 2)];
    // The inherited start is -5 h; -5 + 24 = 19 h.
    expect(clocksOf(hour(3), events)?.totalResolution).toMatchObject({ severity: 2, dueAt: hour(19) });
  });
});

describe('a ticket that changes without end', () => {
  it('is due by its last change of severity, and a pause moves that', () => {
    // Lowered at 0 h + 1 s, raised a second later, and so on 10,000 times: the last change raises it, after 10,000 s.
    const changes = Array.from({ length: 10_000 }, (_, place) =>
      severityChanged(hour(0) + (place + 1) * 1000, place % 2 === 0 ? 2 : 1),
    );
    // Due at 12 h, as it is the earlier of what was due before (24 h) and the first raise at 2 s plus 12 h, then of
    // 24 h, for lowering it gives it 24 h from the start again, and the last raise at 10,000 s plus 12 h.
    const due = hour(12) + 10_000_000;
    expect(clocksOf(hour(6), changes)?.firstResolution).toMatchObject({ severity: 1, dueAt: due });
    const wait = [plain(hour(4), 'waiting-on-reporter'), plain(hour(5), 'waiting-ended')];
    const paused = clocksOf(hour(6), [...changes, ...wait], { waitingOnReporterPauses: ['resolution'] });
    expect(paused?.firstResolution).toMatchObject({ dueAt: due + 3_600_000 });
  });

  it('stands still for each of its waits', () => {
    // A second of every two, 2,000 times.
    const waits = Array.from({ length: 4_000 }, (_, place) =>
      plain(hour(0) + (place + 1) * 1000, place % 2 === 0 ? 'waiting-on-reporter' : 'waiting-ended'),
    );
    const clocks = clocksOf(hour(6), waits, { waitingOnReporterPauses: ['resolution'] });
    expect(clocks?.firstResolution?.dueAt).toBe(hour(12) + 2_000_000);
  });
});
