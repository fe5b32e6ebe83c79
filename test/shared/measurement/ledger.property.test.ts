import { compareRatios, ratio } from '@upheld/shared/exact/ratio';
import { countEvents, eventGrade } from '@upheld/shared/measurement/events';
import { classifyMinutes, countLedger, countPart, minuteRanges } from '@upheld/shared/measurement/ledger';
import type { LedgerMinutes } from '@upheld/shared/measurement/ledger';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { PlannedExclusion } from '@upheld/shared/measurement/minute-plan';
import { minuteState } from '@upheld/shared/measurement/minute-state';
import { targetMinutes } from '@upheld/shared/measurement/minutes';
import { serviceRanges } from '@upheld/shared/time/calendar';
import { scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalendar, anyInstant } from '../time/any.ts';
import { MINUTE, anyExclusions, anyMinuteTerms, anyRows, anyStates, seriesOf } from './any.ts';
import type { Row } from './any.ts';

/** Three hours from any minute of three years. */
const minutes = 180;
const anyStart = anyInstant.map((instant) => Math.floor(instant / MINUTE) * MINUTE);
const anyGiven = anyStart.chain((start) =>
  fc.record({
    window: fc.constant({ start, end: start + minutes * MINUTE }),
    calendar: anyCalendar(),
    exclusions: anyExclusions(start, minutes),
    asOf: fc.integer({ min: -2 * MINUTE, max: (minutes + 2) * MINUTE }).map((since) => start + since),
    rows: anyRows(minutes),
    terms: anyMinuteTerms,
    cut: fc.integer({ min: 0, max: minutes }).map((minute) => start + minute * MINUTE),
  }),
);

type Given = {
  window: { start: number; end: number };
  calendar: Parameters<typeof scheduledMinutes>[0];
  exclusions: PlannedExclusion[];
  asOf: number;
  rows: Row[];
  terms: Parameters<typeof targetMinutes>[2];
};

function planOf({ calendar, window, exclusions, asOf }: Given) {
  return planMinutes({ window, scheduled: scheduledMinutes(calendar, window), exclusions, asOf });
}

/** The minutes of `given.window`; samples are placed from `origin` on, so that a part hears those of the whole. */
function ledgerMinutes(given: Given, origin = given.window.start): LedgerMinutes {
  const states = targetMinutes([seriesOf(given.rows, origin)], given.window, given.terms);
  return classifyMinutes(planOf(given), states);
}

describe('the ledger of any samples, calendar, exclusions and instant', () => {
  it('adds up: P = X + G + B + U, minute by minute as it is defined', () => {
    fc.assert(
      fc.property(anyGiven, anyStates(minutes), (given, states) => {
        const { counts, scheduledTotal, excludedTotal } = countLedger(classifyMinutes(planOf(given), states));
        const { scheduled, excluded, good, bad, unmeasured } = counts;
        expect(scheduled).toBe(excluded + good + bad + unmeasured);
        expect({ ...counts, scheduledTotal, excludedTotal }).toEqual(countOneByOne(given, states));
      }),
      { numRuns: 300 },
    );
  });

  it('has its shares in order: 0 <= worst <= point <= best <= 1, and best - worst is what coverage lacks', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const { worst, point, best, coverage } = countLedger(ledgerMinutes(given));
        if (worst === null || best === null || coverage === null) return;
        const order = [ratio(0, 1), worst, ...(point === null ? [] : [point]), best, ratio(1, 1)];
        for (const [place, share] of order.entries()) {
          expect(compareRatios(order[place - 1] ?? share, share)).toBeLessThanOrEqual(0);
        }
        const width = best.num * worst.den - worst.num * best.den;
        expect(compareRatios(ratio(width, best.den * worst.den), ratio(coverage.den - coverage.num, coverage.den))).toBe(0); // prettier-ignore
      }),
    );
  });

  it('is the sum of its days, and of the parts that an amendment cuts it into, each judged on its own', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const { window, cut } = given;
        const parts = [
          { start: window.start, end: cut },
          { start: cut, end: window.end },
        ];
        const whole = ledgerMinutes(given);
        const own = parts.map((part) => countLedger(ledgerMinutes({ ...given, window: part }, window.start)));
        const slices = parts.map((part) => countPart(whole, part));
        expect(own.map(({ counts }) => counts)).toEqual(slices);
        const { counts, scheduledTotal, excludedTotal, countable } = countLedger(whole);
        for (const kind of ['scheduled', 'excluded', 'good', 'bad', 'unmeasured'] as const) {
          expect(sum(slices.map((slice) => slice[kind]))).toBe(counts[kind]);
        }
        expect(sum(own.map((part) => part.scheduledTotal))).toBe(scheduledTotal);
        expect(sum(own.map((part) => part.excludedTotal))).toBe(excludedTotal);
        expect(sum(own.map((part) => part.countable))).toBe(countable);
      }),
      { numRuns: 300 },
    );
  });

  it('lists as many bad, unmeasured and excluded minutes as it counts', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const ledger = ledgerMinutes(given);
        const { counts } = countLedger(ledger);
        for (const kind of ['bad', 'unmeasured', 'excluded'] as const) {
          const listed = minuteRanges(ledger, kind).map(({ start, end }) => (end - start) / MINUTE);
          expect(sum(listed)).toBe(counts[kind]);
        }
      }),
    );
  });

  it('never shrinks as time goes on, and what is behind stays as it was counted', () => {
    fc.assert(
      fc.property(anyGiven, fc.nat(60 * MINUTE), (given, later) => {
        const before = ledgerMinutes(given);
        const after = ledgerMinutes({ ...given, asOf: given.asOf + later });
        const behind = { start: given.window.start, end: Math.max(given.window.start, given.asOf - MINUTE) };
        expect(countPart(after, behind)).toEqual(countPart(before, behind));
        expect(countLedger(after).counts.scheduled).toBeGreaterThanOrEqual(
          countLedger(before).counts.scheduled,
        );
        expect(countLedger(after).countable).toBe(countLedger(before).countable);
      }),
    );
  });
});

describe('the events of any samples', () => {
  it('are the sum of the parts that an amendment cuts them into', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const { window, cut } = given;
        const whole = eventsOf(given);
        const parts = [
          { start: window.start, end: cut },
          { start: cut, end: window.end },
        ];
        const slices = parts.map((part) => countEvents(whole, part));
        const own = parts.map((part) => countEvents(eventsOf({ ...given, window: part }, window.start)));
        expect(own).toEqual(slices);
        expect({ good: sum(own.map(({ good }) => good)), total: sum(own.map(({ total }) => total)) }).toEqual(
          countEvents(whole),
        );
      }),
    );
  });
});

function eventsOf(given: Given, origin = given.window.start) {
  const plan = planOf(given);
  const { at, outcome } = seriesOf(given.rows, origin);
  return [{ plan, at, grades: Uint32Array.from(outcome, (code) => gradeOfCode[code] ?? 0) }];
}

const gradeOfCode = [eventGrade.good, eventGrade.bad, eventGrade.none];

/** The counts straight from section 3: every minute asked on its own. */
function countOneByOne({ window, calendar, exclusions, asOf }: Given, states: Uint8Array) {
  const counts = {
    scheduled: 0,
    excluded: 0,
    good: 0,
    bad: 0,
    unmeasured: 0,
    scheduledTotal: 0,
    excludedTotal: 0,
  };
  const hours = serviceRanges(calendar, window);
  for (const [place, state] of states.entries()) {
    const start = window.start + place * MINUTE;
    if (!hours.some((range) => range.start <= start && start < range.end)) continue;
    const covering = exclusions.filter(
      (exclusion) =>
        exclusion.approved &&
        exclusion.window.start < Math.min(exclusion.window.end, start + MINUTE) &&
        exclusion.window.end > start,
    );
    const isRemoved = covering.some(({ effect }) => effect === 'remove');
    counts.scheduledTotal += 1;
    if (isRemoved) counts.excludedTotal += 1;
    if (start + MINUTE > asOf) continue;
    counts.scheduled += 1;
    if (isRemoved) counts.excluded += 1;
    else if (covering.length > 0 || state === minuteState.good) counts.good += 1;
    else if (state === minuteState.bad) counts.bad += 1;
    else counts.unmeasured += 1;
  }
  return counts;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
