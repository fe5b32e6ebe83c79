import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { ClockState } from '@upheld/shared/tickets/clock';
import type { DeskInput, SupportClock } from '@upheld/shared/tickets/clocks';
import { deskClocks } from '@upheld/shared/tickets/clocks';
import { certainClocks } from '@upheld/shared/tickets/observed';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desk, hour, minute, opened, plain, reply, reporterReply, severityChanged } from './desk.ts';

/** An event as it is known, and as it truly was. */
type Known = { event: TicketEvent; truth: TicketEvent };

const now = hour(60);
const opening = exactly(opened(hour(0), 1));
const anyAt = fc.integer({ min: 1, max: 96 }).map((half) => minute(half * 30));
const statuses = ['waiting-on-reporter', 'waiting-ended', 'resolved', 'reopened', 'deleted'] as const;
const anyStatus = fc.constantFrom(...statuses);
const anyReply = fc.oneof(
  anyAt.map((at) => reply(at)),
  anyAt.map((at) => reporterReply(at)),
);
const anyEvent = fc.oneof(
  { weight: 3, arbitrary: anyReply },
  fc.tuple(anyAt, fc.constantFrom(1, 2)).map(([at, level]) => severityChanged(at, level)),
  { weight: 3, arbitrary: fc.tuple(anyAt, anyStatus).map(([at, type]) => plain(at, type)) },
);
/** Where in its stretch an event truly was: mostly at the edges, where verdicts change. */
const anyPart = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const anyTerms: fc.Arbitrary<Partial<DeskInput>> = fc.record({
  waitingOnReporterPauses: fc.subarray(['updates' as const, 'resolution' as const]),
});

function exactly(event: TicketEvent): Known {
  return { event, truth: event };
}

/** Observed over so many milliseconds; it truly was at a part of them before the end, and not before the opening. */
function observed(event: TicketEvent, length: number, part: number): Known {
  const truth = Math.max(hour(0), event.at - Math.floor((length - 1) * part));
  return { event: { ...event, observedAfter: event.at - length }, truth: { ...event, at: truth } };
}

function expectToHold(known: Known[], terms: Partial<DeskInput>): void {
  const told = certainClocks(desk(now, known.map(({ event }) => event), terms)); // prettier-ignore
  const truth = deskClocks(desk(now, known.map((one) => one.truth), terms)); // prettier-ignore
  for (const kind of ['first-response', 'update', 'first-resolution', 'total-resolution'] as const) {
    const ours = told.filter((clock) => clock.kind === kind);
    const real = truth.filter((clock) => clock.kind === kind);
    expect(counted(ours, 'met')).toBeLessThanOrEqual(counted(real, 'met'));
    expect(counted(ours, 'missed')).toBeLessThanOrEqual(counted(real, 'missed'));
    expect(decided(ours)).toBeGreaterThanOrEqual(decided(real));
  }
}

function counted(clocks: SupportClock[], state: ClockState): number {
  return clocks.filter((clock) => clock.state === state).length;
}

function decided(clocks: SupportClock[]): number {
  return clocks.filter(({ decidedAt }) => decidedAt !== null).length;
}

describe('verdicts on a desk that shows some events only between two readings', () => {
  it('hold whenever one event of any type was, and no clock that counts is left out', () => {
    const anyObserved = fc
      .tuple(anyEvent, fc.integer({ min: 1, max: 480 * 60_000 }), anyPart)
      .map((parts) => observed(...parts));
    const anyExact = fc.array(anyEvent.map(exactly), { maxLength: 7 });
    fc.assert(
      fc.property(anyExact, anyObserved, fc.nat(7), anyTerms, (exact, one, place, terms) => {
        expectToHold([opening, ...exact.toSpliced(place, 0, one)], terms);
      }),
      { numRuns: 1000 },
    );
  });

  it('hold whenever every change was, where each reading shows one change at most', () => {
    const length = 3 * 3_600_000;
    const anyChange = fc.oneof(
      anyStatus.map((type) => plain(0, type)),
      fc.constantFrom(1, 2).map((level) => severityChanged(0, level)),
    );
    const anyReadings = fc.array(fc.option(fc.tuple(anyChange, anyPart)), { maxLength: 12 }).map((readings) =>
      readings.flatMap((shown, place) => {
        if (shown === null) return [];
        const [change, part] = shown;
        return [observed({ ...change, at: hour(0) + (place + 1) * length }, length, part)];
      }),
    );
    const anyReplies = fc.array(anyReply.map(exactly), { maxLength: 7 });
    fc.assert(
      fc.property(anyReadings, anyReplies, anyTerms, (changes, replies, terms) => {
        expectToHold([opening, ...replies, ...changes], terms);
      }),
      { numRuns: 1000 },
    );
  });

  it('are those of an exact desk where nothing was observed', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyTerms, (events, terms) => {
        const input = desk(now, [opening.event, ...events], terms);
        expect(certainClocks(input)).toEqual(deskClocks(input));
      }),
    );
  });
});
