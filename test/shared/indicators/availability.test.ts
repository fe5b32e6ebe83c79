import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { availability } from '@upheld/shared/indicators/availability';
import { describe, expect, it } from 'vitest';
import {
  aSeries,
  aSource,
  anAgreement,
  anExclusion,
  anObjective,
  at,
  badIn,
  facts,
} from '../evaluation/build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
const morning = { start: day.start, end: day.start + 120 * MINUTE };
const later = { start: day.start + 60 * MINUTE, end: day.start + 180 * MINUTE };

/** `api` is down from 00:00 to 02:00, `events` from 01:00 to 03:00. */
function judge(combine: string | undefined, exclusions: ReturnType<typeof anExclusion>[] = [], agreeing = 1) {
  const agreement = anAgreement({
    effective: { from: '2026-07-01', until: '2026-07-01' },
    sources: ['api', 'events'].map((name) => aSource({ name, agreeing })),
    objectives: [
      anObjective({
        indicator: { type: 'availability', sources: ['api', 'events'], ...(combine && { combine }) },
      }),
    ],
  });
  const series = [
    aSeries(day, badIn(morning), { source: 'api' }),
    aSeries(day, badIn(later), { source: 'events' }),
  ];
  return evaluateAgreement({
    agreement,
    exclusions,
    period: '2026-07',
    facts: facts(series),
    asOf: at('2026-08-01T00:00:00Z'),
  }).promises[0]?.periods[0]?.ledger;
}

describe('availability', () => {
  it('of several sources is down when any of them is, unless the terms say otherwise', () => {
    expect(judge(undefined)?.bad).toBe(180);
    expect(judge('all')?.bad).toBe(180);
    expect(judge('any')?.bad).toBe(60);
  });

  it('of all sources loses the minutes in which an exclusion names one of them', () => {
    const exclusions = [anExclusion({ window: morning, sources: ['events'] })];
    expect(judge('all', exclusions)).toMatchObject({ excluded: 120, bad: 60 });
  });

  it('of any source keeps the minutes in which an exclusion names only some of them', () => {
    expect(judge('any', [anExclusion({ window: morning, sources: ['api'] })])).toMatchObject({ excluded: 0 });
    const both = [anExclusion({ window: morning, sources: ['api', 'events'] })];
    expect(judge('any', both)).toMatchObject({ excluded: 120, bad: 0 });
  });

  it('refuses terms it does not know and says what it takes', () => {
    expect(availability.terms.safeParse({ combines: 'all' }).success).toBe(false);
    expect(availability.terms.safeParse({ combine: 'both' }).error?.issues[0]?.message).toBe(
      'one of all, any, such as all',
    );
    expect(availability.terms.parse({})).toEqual({ combine: 'all' });
  });
});
