import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { freshness } from '@upheld/shared/indicators/freshness';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, anExclusion, anObjective, at, facts } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };

/** A day of 1,440 checks, fresh unless `slot` says otherwise, against `>= 99%` younger than 5 s. */
function judge(
  slot: (minute: number) => Slot | undefined,
  exclusions: ReturnType<typeof anExclusion>[] = [],
  vantages = ['main'],
) {
  const agreement = anAgreement({
    effective: { from: '2026-07-01', until: '2026-07-01' },
    objectives: [
      anObjective({
        indicator: { type: 'freshness', sources: ['api'], threshold: '5s' },
        objective: { op: '>=', target: '99%', timeSliceTarget: '50%' },
      }),
    ],
  });
  const fresh: Slot = { outcome: 'ok', latencyMs: 20, ageMs: 1200 };
  const series = vantages.map((vantage) =>
    aSeries(day, (instant) => defined(slot((instant - day.start) / MINUTE), fresh), { vantage }),
  );
  const asOf = at('2026-08-01T00:00:00Z');
  return evaluateAgreement({ agreement, exclusions, period: '2026-07', facts: facts(series), asOf })
    .promises[0]?.periods[0];
}

const defined = (slot: Slot | undefined, otherwise: Slot) => (slot === undefined ? otherwise : slot);

/** The first checks of the day end as `slot` says. */
const first = (checks: number, slot: Slot) => (minute: number) => (minute < checks ? slot : undefined);

describe('freshness', () => {
  it('counts a check as good if its age is under the threshold, and 5.0 s is not under 5 s', () => {
    // 14 of 1,440 leave 99.0277... %, 15 leave 98.9583... %.
    expect(judge(first(14, { outcome: 'ok', ageMs: 5000 }))).toMatchObject({
      verdict: 'met',
      events: { good: 1426, total: 1440 },
      display: '99.027 %',
      coverage: { num: '1', den: '1' },
    });
    expect(judge(first(15, { outcome: 'ok', ageMs: 5000 }))?.verdict).toBe('missed');
    expect(judge(first(15, { outcome: 'ok', ageMs: 4999.9 }))?.events?.good).toBe(1440);
    expect(judge(first(15, { outcome: 'ok', ageMs: 0 }))?.events?.good).toBe(1440);
  });

  it('counts a check that failed as bad, whatever age it read', () => {
    expect(judge(first(15, { outcome: 'bad' }))?.events).toEqual({ good: 1425, total: 1440 });
    expect(judge(first(15, { outcome: 'bad', ageMs: 100 }))?.events).toEqual({ good: 1425, total: 1440 });
  });

  it('does not take an ok check without an age for an observation, nor its slot for one with a check', () => {
    expect(judge(first(100, { outcome: 'ok', latencyMs: 20 }))).toMatchObject({
      verdict: 'undetermined',
      doubts: ['coverage'],
      events: { good: 1340, total: 1340 },
    });
    const nothing = judge(() => ({ outcome: 'ok', latencyMs: 20 }));
    expect(nothing).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['coverage', 'minimum-sample'], settled: null },
    });
  });

  it('leaves out checks that were not measured, and is undetermined where too many were not', () => {
    expect(judge(first(72, { outcome: 'unmeasured' }))).toMatchObject({
      verdict: 'met',
      events: { good: 1368, total: 1368 },
    });
    expect(judge(first(73, null))).toMatchObject({ verdict: 'undetermined', doubts: ['coverage'] });
  });

  it('takes out minutes that an exclusion removes, and forgives those that it counts as good', () => {
    const window = { start: day.start, end: day.start + 30 * MINUTE };
    const stale = first(40, { outcome: 'ok', ageMs: 90_000 });
    expect(judge(stale, [anExclusion({ window })])?.events).toEqual({ good: 1400, total: 1410 });
    expect(judge(stale, [anExclusion({ window, effect: 'count-good' })])?.events).toEqual({
      ...{ good: 1430, total: 1440 },
    });
  });

  it('counts every vantage', () => {
    expect(judge(first(10, { outcome: 'bad' }), [], ['main', 'west'])?.events).toEqual({
      ...{ good: 2860, total: 2880 },
    });
  });

  it('says its formula in words', () => {
    expect(freshness.formula({ threshold: '5s' })).toBe(
      'checks that found the last update less than 5 s old / checks',
    );
  });

  it('refuses terms it does not know and says what it takes', () => {
    expect(freshness.terms.safeParse({ threshold: '5s', noResponse: 'slow' }).success).toBe(false);
    const { error } = freshness.terms.safeParse({ threshold: '5M' });
    expect(error?.issues[0]?.message).toMatch(/^a duration is a whole number of .*, such as 5s$/);
  });
});
