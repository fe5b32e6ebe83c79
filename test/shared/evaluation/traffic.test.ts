// Promises that are judged by traffic that a partner's Prometheus counted by the hour.
import type { Agreement, Exclusion, Objective } from '@upheld/shared/agreement/agreement';
import { explanationText } from '@upheld/shared/api/explanation-text';
import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { definitionsOf, definitionsSchema } from '@upheld/shared/evaluation/definitions';
import { explain, explanationSchema } from '@upheld/shared/evaluation/explanation';
import { factsNeeded } from '@upheld/shared/evaluation/facts';
import { promiseSchema } from '@upheld/shared/evaluation/statement';
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { whatIf } from '@upheld/shared/evaluation/what-if';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Slice, SliceFault } from '@upheld/shared/facts/slice';
import { periodBounds } from '@upheld/shared/time/period';
import { describe, expect, it } from 'vitest';
import { aSeries, aSlice, aSource, anAgreement, anExclusion, anObjective, at, facts } from './build.ts';

const HOUR = 3_600_000;
/** A Wednesday. */
const wednesday = at('2026-07-01T00:00:00Z');
const hour = (of: number) => wednesday + of * HOUR;
const asOf = at('2026-07-03T00:00:00Z');

const gateway = aSource({ name: 'gateway', type: 'prometheus' });
const hours = (...ranges: string[]) => ({ timeZone: 'UTC', weekly: { wed: ranges }, holidays: [] });

/** Less than 1 % of the requests of one Wednesday fail. */
const errors = anObjective({
  name: 'errors',
  indicator: { type: 'error-rate', sources: ['gateway'] },
  calendar: 'service',
  objective: { op: '<', target: '1%', timeSliceTarget: '50%' },
});
const fast = anObjective({
  name: 'fast',
  indicator: { type: 'latency', sources: ['gateway'], threshold: '200ms' },
  calendar: 'service',
  objective: { op: '>=', target: '95%', timeSliceTarget: '50%' },
});

function agreed(objective: Objective, range = '09:00-17:00', change: Partial<Agreement> = {}): Agreement {
  return anAgreement({
    effective: { from: '2026-07-01', until: '2026-07-01' },
    calendars: { ...anAgreement().calendars, service: hours(range) },
    ...{ sources: [gateway, aSource()], objectives: [objective], ...change },
  });
}

type Known = { slices?: Slice[]; series?: SampleSeries[]; exclusions?: Exclusion[]; now?: number };

function inputOf(
  agreement: Agreement,
  { slices = eight(), series = [], exclusions = [], now = asOf }: Known = {},
) {
  return {
    ...{ agreement, exclusions, period: '2026-07', asOf: now },
    facts: facts(series, [], [], [], slices),
  };
}

function promiseOf(agreement: Agreement, known?: Known): PromiseStatement {
  const [promise] = evaluateAgreement(inputOf(agreement, known)).promises;
  if (promise === undefined) throw new Error('no promise');
  expect(promiseSchema.strict().parse(JSON.parse(JSON.stringify(promise)))).toEqual(promise);
  return promise;
}

function judged(agreement: Agreement, known?: Known): PromisePeriod {
  const [period] = promiseOf(agreement, known).periods;
  if (period === undefined) throw new Error('no period');
  return period;
}

function explained(agreement: Agreement, known?: Known) {
  const promise = promiseOf(agreement, known);
  const [period] = promise.periods;
  if (period === undefined) throw new Error('no period');
  const explanation = explanationSchema.parse(explain(promise, period));
  const [part] = explanation.parts;
  if (part === undefined) throw new Error('no part');
  return { explanation, part };
}

/** 9 to 17 o'clock: 1,000 requests an hour, of which so many are bad in each. */
function eight(
  bad: (number | SliceFault)[] = [0, 0, 0, 0, 0, 0, 0, 8],
  change: { thresholdMs?: number } = {},
) {
  return bad.map((one, place) =>
    aSlice(hour(9 + place), typeof one === 'number' ? { total: 1000, bad: one } : one, change),
  );
}

const over200 = { thresholdMs: 200 };

describe('a promise over counted traffic', () => {
  it('is judged by the sums of its hours, exactly', () => {
    // 8 of 8,000 are 0.1 %.
    expect(judged(agreed(errors))).toMatchObject({
      ...{ verdict: 'met', doubts: [], display: '0.100 %', events: { good: 7992, total: 8000 } },
      ...{ settled: { num: '1', den: '1000' }, coverage: { num: '1', den: '1' }, evidence: 'conclusive' },
      parts: [{ inputs: { slotsCovered: 8, slotsDue: 8, hours: { covered: 8, due: 8 } }, undecided: [] }],
      days: [{ date: '2026-07-01', events: { good: 7992, total: 8000 } }],
    });
    // 80 of 8,000 are exactly the 1 % that it must stay under.
    expect(judged(agreed(errors), { slices: eight([80, 0, 0, 0, 0, 0, 0, 0]) }).verdict).toBe('missed');
    expect(judged(agreed(errors), { slices: eight([79, 0, 0, 0, 0, 0, 0, 0]) }).verdict).toBe('met');
  });

  it('stays exact where requests are counted in thousands of millions', () => {
    // 10^12 an hour: 10^10 of them bad are the 1 %, and one less is not.
    const slices = (bad: number) => [9, 10].map((of) => aSlice(hour(of), { total: 1e12, bad }));
    expect(judged(agreed(errors, '09:00-11:00'), { slices: slices(1e10) }).verdict).toBe('missed');
    expect(judged(agreed(errors, '09:00-11:00'), { slices: slices(1e10 - 1) })).toMatchObject({
      ...{ verdict: 'met', events: { good: 2e12 - 2e10 + 2, total: 2e12 } },
    });
  });

  it('is undetermined where service begins within an hour, and lists what it could not count', () => {
    const { part } = explained(agreed(errors, '09:30-17:00'));
    // 7 of 8 hours are 87.5 %, below 95 %.
    expect(part).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['coverage'], coverage: { num: '7', den: '8' } },
      inputs: { good: 6992, total: 7000, slotsCovered: 7, slotsDue: 8, hours: { covered: 7, due: 8 } },
      undecided: [
        {
          source: 'gateway',
          start: hour(9),
          end: hour(10),
          total: 1000,
          bad: 0,
          why: 'partly outside service hours',
        },
      ],
      because: 'Undetermined: fewer hours of traffic were counted whole than the coverage floor asks for.',
    });
    expect(part.notes).toContain(
      'In no total, because partly outside service hours: 1 hour with 1,000 requests (0 bad).',
    );
  });

  it('has what is not known missing: no series, no number, an hour that nobody read', () => {
    const slices = eight([0, 0, 'empty', 'not-a-number', 0, 0, 0, 0]).slice(0, 7);
    expect(judged(agreed(errors), { slices })).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['coverage'], coverage: { num: '5', den: '8' } },
      parts: [
        {
          traffic: [
            {
              unanswered: [
                { start: hour(11), end: hour(12), fault: 'empty' },
                { start: hour(12), end: hour(13), fault: 'not-a-number' },
              ],
              unread: [{ start: hour(16), end: hour(17) }],
            },
          ],
        },
      ],
    });
    expect(judged(agreed(errors), { slices: [] })).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['coverage', 'minimum-sample'], display: null },
    });
  });

  it('takes an hour without requests as measured', () => {
    const quiet = eight().map(({ start }) => aSlice(start, { total: 0, bad: 0 }));
    expect(judged(agreed(errors), { slices: quiet })).toMatchObject({
      ...{ verdict: 'undetermined', doubts: ['minimum-sample'], coverage: { num: '1', den: '1' } },
    });
  });

  it('is judged by source where each is, and pools what samples and counts say where not', () => {
    const day = { start: hour(9), end: hour(17) };
    const series = [
      aSeries(day, (instant) => (instant < hour(9) + 600_000 ? { outcome: 'bad' } : undefined)),
    ];
    const both = { ...errors, indicator: { type: 'error-rate', sources: ['gateway', 'api'] } };
    // 480 checks of which ten failed, and 8,000 requests of which eight did: 18 / 8480 = 0.2122... %.
    expect(judged(agreed(both), { series })).toMatchObject({
      ...{ verdict: 'met', display: '0.213 %', events: { good: 8462, total: 8480 } },
      parts: [{ inputs: { slotsCovered: 488, slotsDue: 488, hours: { covered: 8, due: 8 } } }],
    });
    const each = { ...both, indicator: { ...both.indicator, each: 'source' as const } };
    const { periods } = promiseOf(agreed(each), { series });
    expect(periods.map(({ source, events, verdict }) => [source, events, verdict])).toEqual([
      ['gateway', { good: 7992, total: 8000 }, 'met'],
      // 10 / 480 = 2.08 %.
      ['api', { good: 470, total: 480 }, 'missed'],
    ]);
    expect(periods[1]?.parts[0]).not.toHaveProperty('traffic');
  });

  it('cannot hide that its traffic is missing behind checks that are not', () => {
    const series = [aSeries({ start: hour(9), end: hour(17) })];
    const both = { ...errors, indicator: { type: 'error-rate', sources: ['gateway', 'api'] } };
    // 487 of 488 slots would be 99.8 %; but of the hours 7 of 8 are there.
    const { part } = explained(agreed(both), { series, slices: eight().slice(0, 7) });
    expect(part).toMatchObject({ doubts: ['coverage'], coverage: { num: '7', den: '8' } });
    expect(part.because).toContain('fewer hours of traffic');
    // And the other way round: 400 of 480 checks.
    const gaps = [aSeries({ start: hour(9), end: hour(17) - 80 * 60_000 })];
    const other = explained(agreed(both), { series: gaps }).part;
    expect(other).toMatchObject({ doubts: ['coverage'], coverage: { num: '5', den: '6' } });
    expect(other.because).toContain('fewer checks have a result');
  });

  it('splits an hour in which the terms change between nobody, and each part lists it', () => {
    const signed = agreed(errors, '00:00-24:00');
    const stricter = { ...errors, objective: { ...errors.objective, target: '0.5%' } };
    const from = hour(12.5);
    const agreement = {
      ...signed,
      amended: [{ name: 'stricter', from, terms: { ...signed, objectives: [stricter] } }],
    };
    const slices = Array.from({ length: 24 }, (_, of) =>
      aSlice(hour(of), { total: 100, bad: of === 12 ? 9 : 0 }),
    );
    const { events, coverage, parts } = judged(agreement, { slices });
    expect(events).toEqual({ good: 2300, total: 2300 });
    // 12 of 13 and 11 of 12 hours.
    expect(coverage).toEqual({ num: '23', den: '25' });
    const why = 'across the edge of a period or an amendment';
    expect(parts.map(({ undecided }) => undecided)).toMatchObject(
      [0, 1].map(() => [{ start: hour(12), total: 100, bad: 9, why }]),
    );
  });

  it('names exclusions that took hours out', () => {
    const exclusions = [anExclusion({ window: { start: hour(16), end: hour(17) } })];
    expect(judged(agreed(errors), { exclusions })).toMatchObject({
      ...{ events: { good: 7000, total: 7000 }, coverage: { num: '1', den: '1' } },
      parts: [{ exclusions: [{ name: 'maintenance', effect: 'remove', minutes: 60 }] }],
    });
  });
});

describe('an error rate that takes some statuses for none', () => {
  it('says that counts carry no status', () => {
    const lenient = { ...errors, indicator: { ...errors.indicator, notErrors: [404] } };
    const note = 'gateway tells no statuses: which answers are no failures, its queries decide alone.';
    expect(explained(agreed(lenient)).part.notes).toContain(note);
    expect(explained(agreed(errors)).part.notes).not.toContain(note);
  });
});

describe('a promise of latency over counted traffic', () => {
  const slices = eight([100, 0, 0, 0, 0, 0, 0, 300], over200);

  it('is judged by the counts over its threshold, has no quantiles and says so', () => {
    // 400 of 8,000 are slow: exactly 95 % are fast.
    const { part } = explained(agreed(fast), { slices });
    expect(part).toMatchObject({
      ...{ verdict: 'met', display: '95.000 %', quantiles: { p50: null, p95: null, p99: null } },
      notes: [
        'gateway counts a request of at most 200 ms as fast, where the promise says under 200 ms.',
        'Counted traffic holds no times of single requests, so there are no quantiles.',
        'gateway counts what its own monitoring saw; a request that never got there is in no count.',
      ],
    });
    expect(part.account.map(({ label, count }) => [label, count])).toEqual([
      ['Requests counted', 8000],
      ['fast enough', 7600],
      ['slow or unanswered', 400],
      ['Hours of traffic due', 8],
      ['counted whole', 8],
      ['Fast enough over counted', null],
      ['Value', null],
    ]);
  });

  it('invents no quantiles from the few requests that probes made', () => {
    const series = [aSeries({ start: hour(9), end: hour(17) })];
    const both = { ...fast, indicator: { type: 'latency', sources: ['gateway', 'api'], threshold: '200ms' } };
    expect(judged(agreed(both), { slices, series }).quantiles).toEqual({ p50: null, p95: null, p99: null });
  });

  it('hears nothing of counts of failures, or over another threshold', () => {
    for (const other of [eight(), eight(undefined, { thresholdMs: 250 })]) {
      const { verdict, parts } = judged(agreed(fast), { slices: other });
      expect(verdict).toBe('undetermined');
      expect(parts[0]?.undecided?.map(({ why }) => why)).toEqual(
        Array.from({ length: 8 }, () => 'counted over another threshold'),
      );
    }
  });
});

describe('the explanation of counted traffic', () => {
  it('reads as text with queries, hours without counts and hours in no total', () => {
    const slices = [...eight([0, 0, 0, 'empty', 0, 0, 0, 8]).slice(0, 7)];
    const { explanation } = explained(agreed(errors, '09:30-17:00'), { slices });
    const text = explanationText(explanation, 'UTC');
    for (const line of [
      'Facts: gateway, 5 hours counted, each with the SHA-256 of its answer in the data.',
      'Asked of gateway: sum(increase(requests_total[1h])) and sum(increase(errors_total[1h]))',
      'Without counts: gateway, 2026-07-01 12:00 UTC to 2026-07-01 13:00 UTC: no series.',
      'Never read: gateway, 2026-07-01 16:00 UTC to 2026-07-01 17:00 UTC.',
      'In no total: gateway, 2026-07-01 09:00 UTC to 2026-07-01 10:00 UTC: 1000 requests, 0 bad; partly outside service hours.',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('says nothing of traffic where there is none', () => {
    const checked = { ...errors, indicator: { type: 'error-rate', sources: ['api'] } };
    const { part } = explained(agreed(checked), { series: [aSeries({ start: hour(9), end: hour(17) })] });
    expect(part.notes).toEqual([]);
    expect(part).not.toHaveProperty('traffic');
    expect(part).not.toHaveProperty('undecided');
    expect(part.inputs).not.toHaveProperty('hours');
  });
});

describe('the outlook of counted traffic', () => {
  const pair = (name: string, long: string, budget: string) => ({
    ...{ name, when: { type: 'burn-rate', objective: 'any', budget, long }, then: {} },
  });
  const always = { ...errors, calendar: 'always' };
  const effective = { from: '2026-07-01' };
  const watched = agreed(always, '09:00-17:00', {
    effective,
    triggers: [pair('fast', '1h', '5%'), pair('slow', '3d', '10%')],
  });
  /** From 1 July on, the last day with ten bad in a hundred. */
  const now = at('2026-07-10T12:20:00Z');
  const slices = Array.from({ length: 228 }, (_, of) =>
    aSlice(hour(of), { total: 100, bad: of < 204 ? 0 : 10 }),
  );

  it('freezes pairs whose windows hold no whole hour, and judges those that do', () => {
    const { burn } = judged(watched, { slices, now });
    expect(burn).toMatchObject([
      // 11:20 to 12:20 and 12:15 to 12:20.
      { trigger: 'fast', longBurn: null, shortBurn: null, state: 'frozen' },
      // 7 July 12:20 to 10 July 12:20 holds 71 hours from 13:00 to 12:00, of which the 24 from 204 (9 July
      // 12:00) to 227 have ten bad: 240 / 7100 over 1 %. Six hours hold five: 50 / 500 over 1 %.
      // The factor is 10 % of 744 h over 72 h = 1.03.
      {
        trigger: 'slow',
        longBurn: { num: '240', den: '71' },
        shortBurn: { num: '10', den: '1' },
        state: 'firing',
      },
    ]);
  });

  it('forecasts that it goes on as it went', () => {
    // 240 of 22,800 so far.
    expect(judged(watched, { slices, now }).forecast).toMatchObject({
      ...{ value: { num: '1', den: '95' }, misses: true },
    });
  });

  it('says nothing where nothing was counted', () => {
    const { burn, forecast } = judged(watched, { slices: [], now });
    expect(burn.map(({ state }) => state)).toEqual(['frozen', 'frozen']);
    expect(forecast).toBeNull();
  });
});

describe('questions about counted traffic', () => {
  const slices = eight([400, 0, 0, 0, 0, 0, 0, 0], over200);

  it('are answered where counts can tell: another target, calendar or exclusion', () => {
    const input = inputOf(agreed(fast), { slices });
    expect(whatIf(input, 'fast', { target: '95.1%' })).toMatchObject({ differing: 1 });
    const late = { timeZone: 'UTC', weekly: { wed: ['10:00-17:00'] }, holidays: [] };
    expect(whatIf(input, 'fast', { calendar: late }).periods[0]?.would.display).toBe('100.000 %');
  });

  it('of another threshold are refused, because counts over one tell nothing of another', () => {
    expect(() => whatIf(inputOf(agreed(fast), { slices }), 'fast', { threshold: '100ms' })).toThrow(
      'threshold: gateway counted the requests of fast over one threshold, and its counts tell nothing of another',
    );
  });

  it('of definitions are answered for requests, and refused where the hour would have to be opened', () => {
    const answer = definitionsOf(inputOf(agreed(fast), { slices }), 'fast');
    const [part] = definitionsSchema.parse(answer).periods[0]?.parts ?? [];
    expect(part?.definitions).toMatchObject([
      {
        ...{ name: 'occurrences', isContract: true, formula: 'good requests / requests' },
        ...{ verdict: 'met', display: '95.000 %', counts: { unit: 'request', good: 7600, bad: 400 } },
      },
      ...['five-minute-mean', 'time-slices', 'minimum-volume-minutes'].map((name) => ({
        ...{ name, isContract: false, value: null, display: null },
        ...{ verdict: 'undetermined', doubts: ['hourly-counts'] },
        unmeasured: expect.stringContaining('do not tell when in it a request failed'),
      })),
    ]);
  });
});

describe('the facts that counted traffic needs', () => {
  it('reach back by an hour, so that one across the edge is seen', () => {
    const agreement = agreed(errors, '09:00-17:00', { effective: { from: '2026-01-01' } });
    const later = at('2026-09-01T00:00:00Z');
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), later)).toEqual([
      { source: 'gateway', kind: 'slices', start: wednesday - HOUR, end: at('2026-08-01T00:00:00Z') },
    ]);
  });

  it('are of both kinds where an amendment has a source counted that was probed', () => {
    const signed = agreed(errors, '09:00-17:00', {
      effective: { from: '2026-01-01' },
      sources: [{ ...gateway, type: 'http' }],
    });
    const from = at('2026-07-16T00:00:00Z');
    const agreement = {
      ...signed,
      amended: [{ name: 'counted', from, terms: { ...signed, sources: [gateway] } }],
    };
    const later = at('2026-09-01T00:00:00Z');
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), later)).toEqual([
      { source: 'gateway', kind: 'samples', start: wednesday - 90_000, end: from },
      { source: 'gateway', kind: 'slices', start: from - HOUR, end: at('2026-08-01T00:00:00Z') },
    ]);
  });
});
