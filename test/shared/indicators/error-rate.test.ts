import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { errorRate } from '@upheld/shared/indicators/error-rate';
import { describe, expect, it } from 'vitest';
import { aSeries, anAgreement, anExclusion, anObjective, at, facts } from '../evaluation/build.ts';
import type { Slot } from '../evaluation/build.ts';

const MINUTE = 60_000;
const july = { start: at('2026-07-01T00:00:00Z'), end: at('2026-08-01T00:00:00Z') };

function judge(
  slot: (minute: number) => Slot | undefined,
  target = '0.1%',
  minimumSample = 1,
  exclusions: ReturnType<typeof anExclusion>[] = [],
  own: Record<string, unknown> = {},
) {
  const agreement = anAgreement({
    objectives: [
      anObjective({
        indicator: { type: 'error-rate', sources: ['api'], ...own },
        objective: { op: '<', target, timeSliceTarget: '50%' },
        minimumSample,
      }),
    ],
  });
  const series = aSeries(july, (instant) => slot((instant - july.start) / MINUTE));
  const asOf = at('2026-08-01T00:00:00Z');
  return evaluateAgreement({ agreement, exclusions, period: '2026-07', facts: facts([series]), asOf })
    .promises[0]?.periods[0];
}

describe('error rate', () => {
  it('holds failed requests over all against its target, strictly below', () => {
    // 44,640 requests: 44 failed are 0.09856 % and shown cut up; 45 are 0.1008 %.
    expect(judge((minute) => (minute < 44 ? { outcome: 'bad', latencyMs: 5 } : undefined))).toMatchObject({
      verdict: 'met',
      events: { good: 44_596, total: 44_640 },
      display: '0.099 %',
      settled: { num: '11', den: '11160' },
      budget: { allowed: { num: '1116', den: '25' }, consumed: 44 },
    });
    expect(judge((minute) => (minute < 45 ? { outcome: 'bad' } : undefined))).toMatchObject({
      verdict: 'missed',
      display: '0.101 %',
    });
  });

  it('at exactly its target misses', () => {
    // 4,464 of 44,640 are exactly 10 %.
    expect(judge((minute) => (minute < 4464 ? { outcome: 'bad' } : undefined), '10%')).toMatchObject({
      verdict: 'missed',
      display: '10.000 %',
      evidence: 'inconclusive',
    });
  });

  it('does not take slots that were not measured for requests', () => {
    expect(judge((minute) => (minute < 1000 ? { outcome: 'unmeasured' } : undefined))?.events).toEqual({
      good: 43_640,
      total: 43_640,
    });
  });

  it('forgives failures in minutes that an exclusion counts as good', () => {
    const window = { start: july.start, end: july.start + 30 * MINUTE };
    const forgiven = anExclusion({ window, effect: 'count-good' });
    const judged = judge((minute) => (minute < 45 ? { outcome: 'bad' } : undefined), '0.1%', 1, [forgiven]);
    expect(judged?.events).toEqual({ good: 44_625, total: 44_640 });
  });

  it('names every reason why it cannot be decided', () => {
    expect(judge((minute) => (minute < 40_000 ? null : undefined), '0.1%', 5000)?.doubts).toEqual([
      'coverage',
      'minimum-sample',
    ]);
  });

  it('takes answers that the clause lists for good ones, and no others', () => {
    // 30 of 404, 20 of 409, 10 of 500 and 5 without an answer: 65 failed, of which 15 are left.
    const slots: Slot[] = [
      ...Array.from({ length: 30 }, () => ({ outcome: 'bad' as const, status: 404 })),
      ...Array.from({ length: 20 }, () => ({ outcome: 'bad' as const, status: 409 })),
      ...Array.from({ length: 10 }, () => ({ outcome: 'bad' as const, status: 500 })),
      ...Array.from({ length: 5 }, () => ({ outcome: 'bad' as const })),
    ];
    const failing = (minute: number) => slots[minute];
    expect(judge(failing)?.events).toEqual({ good: 44_575, total: 44_640 });
    expect(judge(failing, '0.1%', 1, [], { notErrors: [404] })?.events?.good).toBe(44_605);
    expect(judge(failing, '0.1%', 1, [], { notErrors: [409, 404] })?.events?.good).toBe(44_625);
  });

  it('lists nothing where no sample carries a status', () => {
    const judged = judge((minute) => (minute < 45 ? { outcome: 'bad' } : undefined), '0.1%', 1, [], {
      notErrors: [404],
    });
    expect(judged?.events?.good).toBe(44_595);
  });

  it('says in its formula which answers are no failures', () => {
    expect(errorRate.formula({})).toBe('failed requests / requests');
    expect(errorRate.formula({ notErrors: [404, 409] })).toBe(
      'failed requests (404, 409 are no failures) / requests',
    );
  });

  it('refuses what is no status, with an example', () => {
    const messages = (notErrors: unknown) =>
      errorRate.terms.safeParse({ notErrors }).error?.issues.map(({ message }) => message);
    const rule = 'a status that is no error is a whole number from 100 to 999, such as 404';
    expect(messages([404, 99, 1000, '404', 404.5])).toEqual([rule, rule, rule, rule]);
    expect(messages(404)).toEqual(['notErrors are statuses, such as [404, 409]']);
  });
});
