import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { deskClocks, supportClocks } from '@upheld/shared/tickets/clocks';
import type { DeskInput } from '@upheld/shared/tickets/clocks';
import fc from 'fast-check';
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
  severities,
  severityChanged,
} from './desk.ts';

const tickets = ['A', 'B', 'C'];
const anyAt = fc.nat(96).map((half) => minute(half * 30));
const anyLevel = fc.constantFrom(...severities.map(({ level }) => level), 9);
const anyPlain = fc.constantFrom(
  ...(['note', 'waiting-on-reporter', 'waiting-ended', 'resolved', 'reopened', 'deleted'] as const),
);

/** What happens to one ticket, in the order in which its system listed it. */
function anyLife(ticket: string): fc.Arbitrary<TicketEvent[]> {
  const event = fc.oneof(
    anyAt.map((at) => reply(at, ticket)),
    anyAt.map((at) => reporterReply(at, ticket)),
    fc.tuple(anyAt, anyLevel).map(([at, level]) => severityChanged(at, level, ticket)),
    fc.tuple(anyAt, anyPlain).map(([at, type]) => plain(at, type, ticket)),
  );
  return fc
    .tuple(anyAt, anyLevel, fc.array(event, { maxLength: 8 }))
    .map(([at, level, events]) => [opened(at, level, ticket), ...events]);
}

const anyLives = fc.tuple(...tickets.map(anyLife));
const anyMerge = fc
  .tuple(anyAt, fc.constantFrom(...tickets), fc.constantFrom(...tickets))
  .map((parts) => mergedInto(...parts));
const anyNow = fc.nat(60).map(hour);
const anyGaps = fc.array(
  fc
    .tuple(anyAt, fc.integer({ min: 1, max: 600 }))
    .map(([start, length]) => ({ start, end: start + length * 60_000 })),
  { maxLength: 3 },
);
const anyTerms: fc.Arbitrary<Partial<DeskInput>> = fc.record({
  waitingOnReporterPauses: fc.subarray(['updates' as const, 'resolution' as const]),
});

/** The events in a random order in which those of one ticket keep theirs. */
function interleaved(lives: TicketEvent[][], choices: number[]): TicketEvent[] {
  const left = lives.map((life) => [...life]);
  const result: TicketEvent[] = [];
  for (let turn = 0; left.some(({ length }) => length > 0); turn++) {
    const waiting = left.filter(({ length }) => length > 0);
    const next = waiting[(choices[turn % choices.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) result.push(next);
  }
  return result;
}

const anyChoices = fc.array(fc.nat(5), { minLength: 1, maxLength: 30 });

describe('the clocks of any desk', () => {
  it('do not depend on how the events of different tickets are interleaved', () => {
    fc.assert(
      fc.property(anyLives, anyChoices, anyNow, anyTerms, (lives, choices, now, terms) => {
        const alone = lives.flatMap((life) => supportClocks(desk(now, life, terms)));
        expect(supportClocks(desk(now, interleaved(lives, choices), terms))).toEqual(alone);
      }),
    );
  });

  it('do not depend on the order of events at different instants, also with merges', () => {
    const anyEvents = fc
      .tuple(anyLives, fc.array(anyMerge, { maxLength: 2 }))
      .map(([lives, merges]) => [...lives.flat(), ...merges])
      // A second apart at least, so that no two stand at one instant.
      .map((events) => events.map((event, place) => ({ ...event, at: event.at + place * 1000 })));
    const anyOrders = anyEvents.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(anyOrders, anyNow, anyTerms, ([events, shuffled], now, terms) => {
        expect(supportClocks(desk(now, shuffled, terms))).toEqual(supportClocks(desk(now, events, terms)));
      }),
    );
  });

  it('are listed by ticket and by kind, each with its name', () => {
    fc.assert(
      fc.property(anyLives, anyNow, anyTerms, (lives, now, terms) => {
        const input = desk(now, lives.flat(), terms);
        const expected = supportClocks(input).flatMap(({ ticket, ...clocks }) => [
          { ticket, kind: 'first-response', clock: clocks.firstResponse },
          ...clocks.updates.map((clock) => ({ ticket, kind: 'update', clock })),
          { ticket, kind: 'first-resolution', clock: clocks.firstResolution },
          { ticket, kind: 'total-resolution', clock: clocks.totalResolution },
        ]);
        expect(deskClocks(input)).toEqual(
          expected.flatMap(({ clock, ...name }) => (clock === null ? [] : [{ ...name, ...clock }])),
        );
      }),
    );
  });

  it('know nothing of what is to come', () => {
    fc.assert(
      fc.property(anyLives, anyNow, anyTerms, (lives, now, terms) => {
        const known = lives.flat().filter(({ at }) => at <= now);
        expect(supportClocks(desk(now, lives.flat(), terms))).toEqual(supportClocks(desk(now, known, terms)));
      }),
    );
  });

  it('move with the desk by whole weeks', () => {
    const week = 7 * 86_400_000;
    fc.assert(
      fc.property(anyLives, fc.nat(12), anyNow, anyTerms, (lives, weeks, now, terms) => {
        // Without the severity on New York's clocks, which change in November.
        const given = { ...terms, severities: severities.slice(0, 3) };
        const later = lives.flat().map((event) => ({ ...event, at: event.at + weeks * week }));
        const moved = deskClocks(desk(now + weeks * week, later, given));
        expect(moved.map((clock) => back(clock, weeks * week))).toEqual(
          deskClocks(desk(now, lives.flat(), given)),
        );
      }),
    );
  });

  it('are unknown instead of missed where the desk could not be read, and the same in all else', () => {
    fc.assert(
      fc.property(anyLives, anyGaps, anyNow, anyTerms, (lives, gaps, now, terms) => {
        const read = deskClocks(desk(now, lives.flat(), terms));
        const unread = deskClocks(desk(now, lives.flat(), { ...terms, gaps }));
        expect(unread.length).toBe(read.length);
        for (const [place, clock] of unread.entries()) {
          expect([
            read[place],
            { ...read[place], state: isMissed(read[place]) ? 'unknown' : '' },
          ]).toContainEqual(clock);
        }
      }),
    );
  });

  it('are never worse in their first response with one more reply', () => {
    fc.assert(
      fc.property(anyLives, anyAt, anyNow, anyTerms, (lives, at, now, terms) => {
        const events = lives.flat();
        const answered = supportClocks(desk(now, [...events, reply(at, 'A')], terms));
        for (const [place, before] of supportClocks(desk(now, events, terms)).entries()) {
          const after = answered[place]?.firstResponse?.state ?? null;
          if (before.firstResponse?.state === 'met') expect([null, 'met']).toContain(after);
          if (after === 'missed') expect(['missed', 'running']).toContain(before.firstResponse?.state);
        }
      }),
    );
  });

  it('are decided at their answer or when they were due, whichever is earlier', () => {
    fc.assert(
      fc.property(anyLives, anyNow, anyTerms, (lives, now, terms) => {
        for (const { state, startAt, dueAt, stoppedAt, decidedAt } of deskClocks(
          desk(now, lives.flat(), terms),
        )) {
          const answeredLast = Math.max(dueAt ?? 0, stoppedAt ?? 0) !== dueAt;
          if (state === 'met') expect([decidedAt, answeredLast]).toEqual([stoppedAt, false]);
          if (state === 'missed') expect([decidedAt, (dueAt ?? NaN) < now]).toEqual([dueAt, true]);
          if (state === 'running') expect([decidedAt, stoppedAt]).toEqual([null, null]);
          expect(startAt).toBeLessThanOrEqual(now);
        }
      }),
    );
  });

  it('of one cadence follow each other: a slot starts where the one before ended, unless the ticket was resolved', () => {
    const quiet = (event: TicketEvent) => !['resolved', 'reopened', 'severity-changed'].includes(event.type);
    fc.assert(
      fc.property(anyLives, anyNow, (lives, now) => {
        for (const { updates } of supportClocks(desk(now, lives.flat().filter(quiet)))) {
          for (const [place, slot] of updates.slice(1).entries()) {
            expect(slot.startAt).toBe(updates[place]?.decidedAt);
          }
        }
      }),
    );
  });
});

function isMissed(clock: { state: string } | undefined): boolean {
  return clock?.state === 'missed';
}

/** The clock as it would have been so much earlier. */
function back<
  T extends { startAt: number; dueAt: number | null; stoppedAt: number | null; decidedAt: number | null },
>(clock: T, by: number): T {
  const moved = (at: number | null) => (at === null ? null : at - by);
  return {
    ...clock,
    startAt: clock.startAt - by,
    dueAt: moved(clock.dueAt),
    stoppedAt: moved(clock.stoppedAt),
    decidedAt: moved(clock.decidedAt),
  };
}
