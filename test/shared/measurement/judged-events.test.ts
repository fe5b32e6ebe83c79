import { decimal } from '@upheld/shared/exact/ratio';
import { judgedEvents } from '@upheld/shared/measurement/judged-events';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { PlannedExclusion } from '@upheld/shared/measurement/minute-plan';
import { describe, expect, it } from 'vitest';
import { MINUTE } from './any.ts';

const window = { start: 0, end: 60 * MINUTE };

function minutes(from: number, to: number) {
  return { start: from * MINUTE, end: to * MINUTE };
}

/** The plan of a source of which these minutes are taken out. */
function planWithout(...removed: { start: number; end: number }[]) {
  const exclusions = removed.map((stretch): PlannedExclusion => ({
    window: stretch,
    effect: 'remove',
    approved: true,
  }));
  return planMinutes({ window, scheduled: [window], exclusions, asOf: window.end });
}

function excludedRanges(...plans: ReturnType<typeof planWithout>[]) {
  const measured = {
    ...{ by: 'events' as const, judged: 'bad' as const, plans },
    ...{ events: [], slots: [], traffic: [], exclusions: [] },
  };
  const terms = {
    target: { op: '<' as const, ratio: decimal('0.01') },
    ...{ notMeasured: 'undetermined' as const, minimumSample: 1, coverageFloor: decimal('0') },
  };
  return judgedEvents(measured, { terms, window, days: [], asOf: window.end }).lists.excludedRanges;
}

describe('the excluded ranges of a promise that is counted in events', () => {
  it('are those of its one source, neighbours joined', () => {
    expect(excludedRanges(planWithout(minutes(5, 10), minutes(10, 12), minutes(20, 30)))).toEqual([
      minutes(5, 12),
      minutes(20, 30),
    ]);
  });

  it('are the minutes that are taken out for every source', () => {
    const one = planWithout(minutes(0, 30), minutes(40, 50));
    const other = planWithout(minutes(10, 20), minutes(25, 45));
    expect(excludedRanges(one, other)).toEqual([minutes(10, 20), minutes(25, 30), minutes(40, 45)]);
    expect(excludedRanges(one, other, planWithout())).toEqual([]);
    expect(excludedRanges()).toEqual([]);
  });
});
