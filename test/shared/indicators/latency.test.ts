import type { IndicatorTerms } from '@upheld/shared/agreement/agreement';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { latency } from '@upheld/shared/indicators/latency';
import { describe, expect, it } from 'vitest';
import { aSeries, aSource, anAgreement, anExclusion, anObjective, at, facts } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };

function judge(
  slot: (at: number) => Slot | undefined,
  change: Partial<IndicatorTerms> = {},
  more: { exclusions?: ReturnType<typeof anExclusion>[]; sources?: string[]; asOf?: number } = {},
): PromisePeriod | undefined {
  const sources = more.sources ?? ['api'];
  const agreement = anAgreement({
    effective: { from: '2026-07-01', until: '2026-07-01' },
    sources: sources.map((name) => aSource({ name })),
    objectives: [
      anObjective({
        indicator: { type: 'latency', sources, threshold: '200ms', ...change },
        objective: { op: '>=', target: '95%', timeSliceTarget: '50%' },
      }),
    ],
  });
  return evaluateAgreement({
    agreement,
    exclusions: more.exclusions ?? [],
    period: '2026-07',
    facts: facts(sources.map((source) => aSeries(day, slot, { source }))),
    asOf: more.asOf ?? at('2026-08-01T00:00:00Z'),
  }).promises[0]?.periods[0];
}

/** The first minutes of the day end as `slot` says. */
const first = (minutes: number, slot: Slot) => (instant: number) =>
  instant < day.start + minutes * MINUTE ? slot : undefined;

describe('latency', () => {
  it('counts a response by its time, and 200.0 ms is not under 200 ms', () => {
    // 72 of 1,440 at 200 ms leave 1,368 fast: exactly 95 %.
    expect(judge(first(72, { outcome: 'ok', latencyMs: 200 }))).toMatchObject({
      verdict: 'met',
      events: { good: 1368, total: 1440 },
      display: '95.000 %',
      quantiles: { p50: 100, p95: 100, p99: 200 },
      coverage: { num: '1', den: '1' },
    });
    expect(judge(first(73, { outcome: 'ok', latencyMs: 200 }))?.verdict).toBe('missed');
    expect(judge(first(73, { outcome: 'ok', latencyMs: 199.9 }))?.verdict).toBe('met');
  });

  it('counts a failed answer by its time too', () => {
    expect(judge(first(100, { outcome: 'bad', latencyMs: 20 }))?.events).toEqual({ good: 1440, total: 1440 });
  });

  it('counts no response as slow, or leaves it out where the clause says so', () => {
    const timeouts = first(100, { outcome: 'bad' });
    expect(judge(timeouts)).toMatchObject({
      verdict: 'missed',
      events: { good: 1340, total: 1440 },
      quantiles: { p50: 100, p95: 'no-response', p99: 'no-response' },
    });
    expect(judge(timeouts, { noResponse: 'exclude' })).toMatchObject({
      verdict: 'met',
      events: { good: 1340, total: 1340 },
      quantiles: { p99: 100 },
    });
  });

  it('does not take an ok sample without a time for an observation', () => {
    expect(judge(first(100, { outcome: 'ok' }))?.events).toEqual({ good: 1340, total: 1340 });
  });

  it('takes the slot of such a sample for one without a check, so that leaving times out hides nothing', () => {
    // 1,340 of 1,440 slots are 93.06 %, below the floor of 95 %.
    const timeless = judge(first(100, { outcome: 'ok' }));
    expect(timeless).toMatchObject({ verdict: 'undetermined', doubts: ['coverage'] });
    expect(timeless?.coverage).toEqual({ num: '67', den: '72' });
    // One that got no response was checked, also where it leaves the count.
    expect(judge(first(100, { outcome: 'bad' }), { noResponse: 'exclude' })?.coverage).toEqual({
      ...{ num: '1', den: '1' },
    });
  });

  it('is undetermined below the coverage floor and shows its ratio all the same', () => {
    // 73 of 1,440 slots missing leave 94.93 %; 72 leave exactly 95 %, which is enough.
    expect(judge(first(73, null))).toMatchObject({
      verdict: 'undetermined',
      doubts: ['coverage'],
      display: '100.000 %',
      settled: null,
      evidence: null,
    });
    expect(judge(first(72, { outcome: 'unmeasured' }))?.verdict).toBe('met');
  });

  it('takes the events of the sources that an exclusion names out, and of no others', () => {
    const window = { start: day.start, end: day.start + 100 * MINUTE };
    const slow = first(100, { outcome: 'ok', latencyMs: 500 });
    const both = { sources: ['api', 'events'] };
    const judged = judge(slow, {}, { ...both, exclusions: [anExclusion({ window, sources: ['api'] })] });
    expect(judged?.events).toEqual({ good: 2680, total: 2780 });
    expect(judged?.excludedRanges).toEqual([]);
    const all = judge(slow, {}, { ...both, exclusions: [anExclusion({ window })] });
    expect(all?.events).toEqual({ good: 2680, total: 2680 });
    expect(all?.excludedRanges).toEqual([window]);
  });

  it('takes slow requests for good ones where an exclusion counts their minutes as good', () => {
    const window = { start: day.start, end: day.start + 60 * MINUTE };
    const slow = first(100, { outcome: 'ok', latencyMs: 500 });
    expect(judge(slow, {}, { exclusions: [anExclusion({ window, effect: 'count-good' })] })?.events).toEqual({
      good: 1400,
      total: 1440,
    });
  });

  it('is excluded when every minute is', () => {
    expect(judge(() => undefined, {}, { exclusions: [anExclusion({ window: day })] })).toMatchObject({
      verdict: 'excluded',
      events: { good: 0, total: 0 },
      budget: null,
    });
  });

  it('is undetermined for one reason only while nothing has elapsed', () => {
    expect(judge(() => undefined, {}, { asOf: day.start })).toMatchObject({
      state: 'open',
      verdict: 'undetermined',
      doubts: ['nothing-elapsed'],
    });
  });

  it('sums its days to its period', () => {
    expect(judge(() => undefined)?.days).toEqual([
      { date: '2026-07-01', ledger: null, events: { good: 1440, total: 1440 } },
    ]);
  });

  it('refuses terms it does not know and says what it takes', () => {
    expect(latency.terms.safeParse({ threshold: '200ms', quantile: 95 }).success).toBe(false);
    const { error } = latency.terms.safeParse({ threshold: '200' });
    expect(error?.issues[0]?.message).toMatch(/^a duration is a whole number of .*, such as 200ms$/);
    expect(latency.terms.parse({ threshold: '200ms' })).toEqual({ threshold: '200ms', noResponse: 'slow' });
  });

  it('says its formula in words', () => {
    expect(latency.formula({ threshold: '200ms', noResponse: 'slow' })).toBe(
      'requests answered in under 200 ms / requests',
    );
    expect(latency.formula({ threshold: '1s', noResponse: 'exclude' })).toBe(
      'requests answered in under 1 s / requests that got a response',
    );
  });
});
