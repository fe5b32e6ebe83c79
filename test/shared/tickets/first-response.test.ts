import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  desk,
  firstResponseClocks,
  hour,
  mergedInto,
  minute,
  opened,
  plain,
  reply,
  reporterReply,
  severity,
  severities,
  severityChanged,
} from './desk.ts';

describe('a first response', () => {
  it('is met at the due instant itself, after notes, bots, automatic mail and the reporter answered nothing', () => {
    const bot: TicketEvent = {
      ...reply(minute(1)),
      type: 'public-reply',
      actor: 'bot',
      autoSubmitted: false,
    };
    const mail: TicketEvent = {
      ...reply(minute(2)),
      type: 'public-reply',
      actor: 'supplier',
      autoSubmitted: true,
    };
    const events = [
      opened(hour(0), 1),
      bot,
      mail,
      plain(minute(3), 'note'),
      reporterReply(minute(4)),
      reply(hour(2)),
    ];
    expect(firstResponseClocks(desk(hour(3), events))).toEqual([
      {
        ticket: 'A',
        severity: 1,
        startAt: hour(0),
        dueAt: hour(2),
        stoppedAt: hour(2),
        state: 'met',
        decidedAt: hour(2),
      },
    ]);
  });

  it('is missed a millisecond later, decided when it was due, with the late reply on record', () => {
    const [clock] = firstResponseClocks(desk(hour(3), [opened(hour(0), 1), reply(hour(2) + 1)]));
    expect(clock).toMatchObject({ state: 'missed', decidedAt: hour(2), stoppedAt: hour(2) + 1 });
  });

  it('runs at the due instant, for an answer there is in time, and is missed after it', () => {
    const events = [opened(hour(0), 1)];
    expect(firstResponseClocks(desk(hour(2), events))[0]?.state).toBe('running');
    expect(firstResponseClocks(desk(hour(2) + 1, events))[0]?.state).toBe('missed');
  });

  it('knows no event after asOf, and takes events by instant whatever their order', () => {
    const events = [reply(hour(1)), opened(hour(0), 1)];
    expect(firstResponseClocks(desk(hour(1), events))[0]?.state).toBe('met');
    expect(firstResponseClocks(desk(hour(1) - 1, events))[0]?.state).toBe('running');
  });

  it('is counted on the calendar of its severity', () => {
    // Monday 10:00 UTC is 06:00 in New York: eight business hours from 09:00 end at 17:00, 21:00 UTC.
    expect(firstResponseClocks(desk(hour(0), [opened(hour(0), 4)]))[0]?.dueAt).toBe(hour(11));
  });

  it('is no longer asked of a ticket that was answered under a severity without a promise', () => {
    const events = [opened(hour(0), 9), reply(hour(1)), severityChanged(hour(2), 1)];
    expect(firstResponseClocks(desk(hour(9), events))).toEqual([]);
  });

  it('is not stopped by resolving, and does not wait for the reporter', () => {
    const events = [
      opened(hour(0), 1),
      plain(minute(5), 'waiting-on-reporter'),
      plain(minute(9), 'resolved'),
    ];
    expect(firstResponseClocks(desk(hour(3), events))[0]).toMatchObject({
      state: 'missed',
      decidedAt: hour(2),
    });
  });

  it('names the severity whose calendar the agreement does not have', () => {
    const terms = { severities: [severity(1, { calendar: 'moon' })] };
    expect(() => firstResponseClocks(desk(hour(0), [opened(hour(0), 1)], terms))).toThrow(
      new RangeError(`severity 1: calendar "moon" is not one of the agreement's calendars`),
    );
  });
});

describe('a change of severity', () => {
  const dueAfter = (...events: TicketEvent[]) =>
    firstResponseClocks(desk(hour(8), [opened(hour(0), 2), ...events]))[0];

  it('that raises makes it due at the change plus the new target if that is earlier', () => {
    expect(dueAfter(severityChanged(hour(7), 1))?.dueAt).toBe(hour(8)); // 7 + 2 = 9 is later than 8
    expect(dueAfter(severityChanged(hour(5), 1))).toMatchObject({
      severity: 1,
      dueAt: hour(7),
      state: 'missed',
    });
  });

  it('that lowers makes it due at the start plus the new target if that is later', () => {
    expect(dueAfter(severityChanged(hour(7), 3))?.dueAt).toBe(hour(24));
  });

  it('raised and lowered back leaves it due as before', () => {
    expect(dueAfter(severityChanged(hour(1), 1), severityChanged(hour(2), 2))?.dueAt).toBe(hour(8));
  });

  it('does not move a decided clock, which counts under the severity it was decided under', () => {
    const events = [opened(hour(0), 1), severityChanged(hour(2) + 1, 3), reply(hour(4))];
    expect(firstResponseClocks(desk(hour(5), events))[0]).toMatchObject({
      severity: 1,
      state: 'missed',
      decidedAt: hour(2),
      stoppedAt: hour(4),
    });
  });

  it('to a severity without a promise drops the clock, and one back starts it at the change', () => {
    const dropped = [opened(hour(0), 1), severityChanged(hour(1), 9)];
    expect(firstResponseClocks(desk(hour(9), dropped))).toEqual([]);
    expect(firstResponseClocks(desk(hour(6), [...dropped, severityChanged(hour(5), 1)]))[0]).toMatchObject({
      startAt: hour(5),
      dueAt: hour(7),
      state: 'running',
    });
  });
});

describe('a sync gap', () => {
  const gapped = (start: number, end: number, ...events: TicketEvent[]) =>
    firstResponseClocks(desk(hour(9), [opened(hour(0), 1), ...events], { gaps: [{ start, end }] }))[0];

  it('in the life of an unanswered clock makes it unknown when it falls due, a late reply on record', () => {
    expect(gapped(minute(10), minute(11), reply(hour(5)))).toMatchObject({
      state: 'unknown',
      decidedAt: hour(2),
      stoppedAt: hour(5),
    });
  });

  it('that begins at the due instant may have swallowed an answer in time; one that begins later may not', () => {
    expect(gapped(hour(2), hour(3))?.state).toBe('unknown');
    expect(gapped(hour(2) + 1, hour(3))?.state).toBe('missed');
  });

  it('that ends where the ticket opened touches nothing', () => {
    expect(gapped(hour(-1), hour(0))?.state).toBe('missed');
  });

  it('does not touch a reply that is known and in time', () => {
    expect(gapped(minute(10), hour(8), reply(hour(1)))?.state).toBe('met');
  });
});

describe('a merge', () => {
  const stateOf = (asOf: number, ...events: TicketEvent[]) =>
    Object.fromEntries(
      firstResponseClocks(desk(asOf, events)).map(({ ticket, ...clock }) => [ticket, clock]),
    );

  it('gives the ticket that is left the higher severity, the earlier start and the earlier due instant', () => {
    const clocks = stateOf(
      hour(1),
      opened(hour(0), 3, 'A'),
      opened(minute(10), 1, 'B'),
      mergedInto(minute(30), 'A', 'B'),
    );
    expect(clocks['A']).toMatchObject({
      severity: 1,
      startAt: hour(0),
      dueAt: minute(130),
      state: 'running',
    });
    expect(clocks['B']).toMatchObject({ state: 'merged', dueAt: null, decidedAt: null });
  });

  it('raises the ticket that is left even where the other was answered already', () => {
    const clocks = stateOf(
      hour(1),
      opened(hour(0), 3, 'A'),
      opened(hour(0), 1, 'B'),
      reply(minute(10), 'B'),
      mergedInto(minute(30), 'A', 'B'),
    );
    expect(clocks['A']).toMatchObject({ severity: 1, dueAt: minute(150), state: 'running' });
    expect(clocks['B']).toMatchObject({ state: 'met', stoppedAt: minute(10) });
  });

  it('leaves the decided clock of the ticket that is left, and the other ends uncounted', () => {
    const clocks = stateOf(
      hour(9),
      opened(hour(0), 1, 'A'),
      reply(minute(10), 'A'),
      opened(minute(20), 1, 'B'),
      mergedInto(minute(30), 'A', 'B'),
    );
    expect(clocks['A']).toMatchObject({ state: 'met', startAt: hour(0) });
    expect(clocks['B']).toMatchObject({ state: 'merged' });
  });

  it('decides first what fell due on the other before it', () => {
    const clocks = stateOf(
      hour(4),
      opened(hour(0), 1, 'B'),
      opened(hour(1), 1, 'A'),
      mergedInto(minute(150), 'A', 'B'),
    );
    expect(clocks['B']).toMatchObject({ state: 'missed', decidedAt: hour(2) });
    expect(clocks['A']).toMatchObject({ state: 'missed', decidedAt: hour(3), startAt: hour(1) });
  });

  it('lets later events of the merged ticket act on what is left, through chains', () => {
    const clocks = stateOf(
      hour(2),
      opened(hour(0), 1, 'A'),
      opened(hour(0), 1, 'B'),
      opened(hour(0), 1, 'C'),
      mergedInto(minute(1), 'B', 'C'),
      mergedInto(minute(2), 'A', 'B'),
      reply(minute(3), 'C'),
    );
    expect(clocks['A']).toMatchObject({ state: 'met', stoppedAt: minute(3) });
    expect([clocks['B']?.state, clocks['C']?.state]).toEqual(['merged', 'merged']);
  });

  it('into itself, back into a ticket merged into it, or into an unknown ticket changes nothing', () => {
    const before = [opened(hour(0), 1, 'A'), opened(hour(0), 1, 'B'), mergedInto(minute(1), 'A', 'B')];
    const after = [
      mergedInto(minute(2), 'A', 'A'),
      mergedInto(minute(3), 'B', 'A'),
      mergedInto(minute(4), 'X', 'A'),
    ];
    expect(stateOf(hour(1), ...before, ...after)).toEqual(stateOf(hour(1), ...before));
  });
});

describe('contradictory events', () => {
  it('change nothing: opened twice, an event before the opening, the same severity again', () => {
    const clean = [opened(hour(0), 2)];
    const noisy = [reply(hour(-1)), ...clean, severityChanged(hour(1), 2), opened(hour(2), 1)];
    expect(firstResponseClocks(desk(hour(4), noisy))).toEqual(firstResponseClocks(desk(hour(4), clean)));
  });
});

describe('first responses of any desk', () => {
  it('are one clock a ticket, decided within its life, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(anyEvents(), fc.nat(60), (events, now) => {
        const clocks = firstResponseClocks(desk(hour(now), events));
        expect(clocks.map(({ ticket }) => ticket)).toEqual(
          [...new Set(clocks.map(({ ticket }) => ticket))].sort(),
        );
        for (const { state, startAt, dueAt, stoppedAt, decidedAt } of clocks) {
          if (state === 'met') {
            expect([stoppedAt, dueAt]).toEqual([decidedAt, Math.max(dueAt ?? 0, stoppedAt ?? 0)]);
          }
          if (state === 'missed') expect(decidedAt).toBe(dueAt);
          if (state === 'running') expect(dueAt).toBeGreaterThanOrEqual(hour(now));
          if (decidedAt !== null) expect(decidedAt).toBeGreaterThanOrEqual(startAt);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that are decided stay decided as time goes on without a new event', () => {
    fc.assert(
      fc.property(anyEvents(), fc.nat(60), fc.nat(60), (events, now, later) => {
        const decided = firstResponseClocks(desk(hour(now), events)).filter(
          ({ decidedAt }) => decidedAt !== null,
        );
        const known = events.filter(({ at }) => at <= hour(now));
        expect(firstResponseClocks(desk(hour(now + later), known))).toEqual(expect.arrayContaining(decided));
      }),
    );
  });
});

function anyEvents(): fc.Arbitrary<TicketEvent[]> {
  const ticket = fc.constantFrom('A', 'B', 'C');
  const at = fc.nat(48).map((half) => minute(half * 30));
  const level = fc.constantFrom(...severities.map((terms) => terms.level), 9);
  const event = fc.oneof(
    fc.tuple(at, level, ticket).map((parts) => opened(...parts)),
    fc.tuple(at, ticket).map((parts) => reply(...parts)),
    fc.tuple(at, level, ticket).map((parts) => severityChanged(...parts)),
    fc.tuple(at, ticket, ticket).map((parts) => mergedInto(...parts)),
    fc
      .tuple(at, fc.constantFrom('resolved' as const, 'reopened' as const), ticket)
      .map((parts) => plain(...parts)),
  );
  const openings = ['A', 'B', 'C'].map((name, index) => opened(hour(index), index + 1, name));
  return fc.array(event, { maxLength: 14 }).map((events) => [...openings, ...events]);
}
