import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { DeskInput, SupportClock } from '@upheld/shared/tickets/clocks';
import { deskClocks } from '@upheld/shared/tickets/clocks';
import { certainClocks } from '@upheld/shared/tickets/observed';
import type { Instant } from '@upheld/shared/time/instant';
import { describe, expect, it } from 'vitest';
import {
  desk,
  hour,
  mergedInto,
  minute,
  opened,
  plain,
  reply,
  reporterReply,
  severityChanged,
} from './desk.ts';

// Severity 1 promises a first response in 2 h, an update every hour and a resolution in 12 h; severity 2 in 8 h,
// 4 h and 24 h.
const asked = opened(hour(0), 1);

function since(observedAfter: Instant, event: TicketEvent): TicketEvent {
  return { ...event, observedAfter };
}

function told(kind: SupportClock['kind'], events: TicketEvent[], terms: Partial<DeskInput> = {}) {
  return certainClocks(desk(hour(60), [asked, ...events], terms))
    .filter((clock) => clock.kind === kind)
    .map(({ state, decidedAt, stoppedAt }) => ({ state, decidedAt, stoppedAt }));
}

describe('a clock that an observed event stopped', () => {
  it('is met where the event was in time at its latest, told as of then', () => {
    expect(told('first-response', [since(hour(1), reply(hour(2)))])).toEqual([
      { state: 'met', decidedAt: hour(2), stoppedAt: hour(2) },
    ]);
  });

  it('is unknown where it was in time only at its earliest, decided at its earliest', () => {
    // After 1:59:59.999 is 2 h at the earliest, which is in time to the millisecond.
    expect(told('first-response', [since(hour(2) - 1, reply(hour(3)))])).toEqual([
      { state: 'unknown', decidedAt: hour(2), stoppedAt: hour(3) },
    ]);
  });

  it('is missed where it was too late at its earliest', () => {
    expect(told('first-response', [since(hour(2), reply(hour(3)))])).toEqual([
      { state: 'missed', decidedAt: hour(2), stoppedAt: hour(3) },
    ]);
  });

  it('knows nothing of an event before it was observed', () => {
    const events = [asked, since(minute(30), reply(minute(150)))];
    expect(certainClocks(desk(minute(149), events))).toEqual(deskClocks(desk(minute(149), [asked])));
  });

  it('was stopped after the ticket was opened, although the desk was read before that', () => {
    expect(told('first-response', [since(hour(-1), reply(hour(1)))])).toEqual([
      { state: 'met', decidedAt: hour(1), stoppedAt: hour(1) },
    ]);
  });
});

describe('an observed deletion', () => {
  it('makes unknown what fell due meanwhile, and erases no miss before it', () => {
    // The response was due at 2 h, the resolution at 12 h; the ticket left at some time after 3 h.
    const deleted = since(hour(3), plain(hour(13), 'deleted'));
    expect(told('first-response', [deleted])).toMatchObject([{ state: 'missed' }]);
    expect(told('first-resolution', [deleted])).toEqual([
      { state: 'unknown', decidedAt: hour(12), stoppedAt: null },
    ]);
    expect(told('total-resolution', [since(hour(3), plain(hour(12), 'deleted'))])).toMatchObject([
      { state: 'deleted' },
    ]);
  });
});

describe('an observed wait', () => {
  const pauses: Partial<DeskInput> = { waitingOnReporterPauses: ['resolution'] };
  const wait = (from: Instant, to: Instant) => [
    since(from - 30 * 60_000, plain(from, 'waiting-on-reporter')),
    since(to - 30 * 60_000, plain(to, 'waiting-ended')),
  ];

  it('is as long as it can be and as short: in between, what was resolved is unknown', () => {
    // Seen at 5 h and gone at 7 h, each after 30 min: from 4:30 to 7 h at the longest (2.5 h), from 5 h to 6:30 at
    // the shortest (1.5 h). Due is 13:30 to 14:30.
    const resolvedAt = (at: Instant) => told('first-resolution', [...wait(hour(5), hour(7)), plain(at, 'resolved')], pauses); // prettier-ignore
    expect(resolvedAt(hour(13.5))).toMatchObject([{ state: 'met' }]);
    expect(resolvedAt(minute(811))).toMatchObject([{ state: 'unknown' }]);
    expect(resolvedAt(minute(869))).toMatchObject([{ state: 'unknown' }]);
    expect(resolvedAt(minute(871))).toMatchObject([{ state: 'missed' }]);
  });

  it('may have been none where the reporter wrote in its stretch, or may still go on', () => {
    // Asked and answered between 4 h and 6 h, in whichever order; the resolution is due at 12 h or much later.
    const events = [reporterReply(hour(5)), since(hour(4), plain(hour(6), 'waiting-on-reporter'))];
    expect(told('first-resolution', [...events, plain(hour(12), 'resolved')], pauses)).toMatchObject([
      { state: 'met' },
    ]);
    expect(told('first-resolution', [...events, plain(hour(12.5), 'resolved')], pauses)).toMatchObject([
      { state: 'unknown' },
    ]);
  });

  it('may have begun after the reporter wrote in its stretch, and lasted until it ended', () => {
    // From just after 5 h to 8 h the wait is 3 h, and the resolution due at 15 h; from 4 h to 5 h, or none, at 13 h or 12 h.
    const wait = [reporterReply(hour(5)), since(hour(4), plain(hour(6), 'waiting-on-reporter'))];
    const events = [...wait, plain(hour(8), 'waiting-ended'), plain(hour(14.5), 'resolved')];
    expect(told('first-resolution', events, pauses)).toMatchObject([{ state: 'unknown' }]);
  });

  it('leaves clocks alone that it does not stop', () => {
    expect(told('first-response', [...wait(hour(1), hour(2)), reply(hour(2))])).toMatchObject([
      { state: 'met' },
    ]);
  });
});

describe('an observed change of severity', () => {
  it('makes unknown what it decides between its earliest and its latest', () => {
    // Lowered to 8 h at some time after 1:30, seen at 3 h: by then the response was missed at 2 h, or it is due at 8 h.
    const lowered = since(minute(90), severityChanged(hour(3), 2));
    expect(told('first-response', [lowered, reply(hour(7))])).toEqual([
      { state: 'unknown', decidedAt: hour(2), stoppedAt: hour(7) },
    ]);
  });
});

describe('several observed events', () => {
  it('leave a verdict unknown that only one early and one late turns', () => {
    // Answered after 0:30, seen at 0:50, and gone after 1:20, seen at 1:40: the slot is due at 1:30 to 1:50.
    const events = [since(minute(30), reply(minute(50))), since(minute(80), plain(minute(100), 'deleted'))];
    expect(told('update', events)).toMatchObject([{ state: 'unknown' }]);
    // Severity 2 raised after 4 h, seen at 5:30, and gone after 7 h, seen at 8 h: the response is due at 6 h to 7:30.
    const raised = [since(hour(4), severityChanged(hour(5.5), 1)), since(hour(7), plain(hour(8), 'deleted'))];
    const known = certainClocks(desk(hour(9), [opened(hour(0), 2), ...raised]));
    expect(known[0]).toMatchObject({ kind: 'first-response', state: 'unknown', decidedAt: hour(6) + 1 });
  });
});

describe('slots of a cadence around an observed answer', () => {
  it('are unknown where they depend on when it was, and certain again from the next answer on', () => {
    // Slots of an hour from 1 h on. The answer of between 1:50 and 2:10 is in time or not; of the slots after it, the
    // next is due at 2:50 or 3:10 and the answer at 3:40 comes in the second of them either way.
    const events = [reply(hour(1)), since(minute(110), reply(minute(130))), reply(minute(220)), plain(hour(4), 'resolved')]; // prettier-ignore
    expect(told('update', events).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'missed', 'met']);
  });
});

describe('tickets beside an observed one', () => {
  it('keep their clocks, in the order of all', () => {
    const others = [opened(hour(0), 1, 'B'), reply(hour(1), 'B'), opened(hour(0), 1, '0')];
    const events = [asked, since(hour(1), reply(hour(3))), ...others];
    const clocks = certainClocks(desk(hour(60), events));
    const plainly = deskClocks(desk(hour(60), events));
    expect(clocks.filter(({ ticket }) => ticket !== 'A')).toEqual(
      plainly.filter(({ ticket }) => ticket !== 'A'),
    );
    expect([...new Set(clocks.map(({ ticket }) => ticket))]).toEqual(['0', 'A', 'B']);
  });

  it('share its doubt where they were merged with it', () => {
    // B's reply acts on A: in time or not.
    const events = [
      opened(hour(0), 1, 'B'),
      mergedInto(hour(1), 'A', 'B'),
      since(hour(1), reply(hour(3), 'B')),
    ];
    expect(told('first-response', events)).toMatchObject([{ state: 'unknown' }, { state: 'merged' }]);
  });
});
