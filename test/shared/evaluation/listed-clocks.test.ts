import { fewListed, mostClocksListed } from '@upheld/shared/evaluation/listed-clocks';
import type { ClockStatement } from '@upheld/shared/measurement/figures';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise } from '../../builders/agreement.ts';

const clocks = (count: number, state: ClockStatement['state']): ClockStatement[] =>
  Array.from({ length: count }, (_, number) => ({
    ...{ ticket: `T-${number}`, severity: 1, startAt: number, dueAt: number + 1, stoppedAt: null, state },
  }));

/** A promise with a period that lists such clocks, in the order in which statements list them. */
const promised = (indicator: string, ...lists: ClockStatement[][]) =>
  aPromise({ kind: 'support', indicator, periods: [aPeriod({ clocks: lists.flat() })] });

describe('the clocks that an answer lists', () => {
  it('are the first 200, and the others are counted by state', () => {
    const all = promised('first-response', clocks(190, 'missed'), clocks(15, 'unknown'), clocks(7, 'met'));
    const [period] = fewListed(all).periods;
    // 190 missed and 10 unknown ones are 200; 5 unknown and 7 met ones are left.
    expect(period?.clocks).toEqual(all.periods[0]?.clocks?.slice(0, 200));
    expect(period?.clocksMore).toEqual({ missed: 0, unknown: 5, running: 0, met: 7 });
  });

  it('are all of them where there are no more than that', () => {
    const all = promised('first-response', clocks(mostClocksListed, 'met'));
    expect(fewListed(all)).toEqual(all);
    expect(fewListed(all).periods[0]).not.toHaveProperty('clocksMore');
  });

  it('are none in a period that is not counted in clocks', () => {
    const [period] = fewListed(aPromise({ periods: [aPeriod()] })).periods;
    expect(period).toEqual(aPeriod());
  });

  it('leave every figure as it was', () => {
    const all = promised('resolution', clocks(500, 'missed'));
    const { clocks: few, clocksMore, ...figures } = fewListed(all).periods[0] ?? aPeriod();
    const { clocks: whole, ...same } = all.periods[0] ?? aPeriod();
    expect([few?.length, clocksMore?.missed, whole?.length]).toEqual([200, 300, 500]);
    expect(figures).toEqual(same);
  });

  it('are counted beside those that were left off before', () => {
    const all = promised('update-cadence', clocks(150, 'missed'), clocks(60, 'running'), clocks(40, 'met'));
    const periods = all.periods.map((period) => ({
      ...{ ...period, clocksMore: { missed: 0, unknown: 0, running: 0, met: 900 } },
    }));
    // 150 missed and 50 running slots are 200.
    expect(fewListed({ ...all, periods }).periods[0]?.clocksMore).toEqual({
      ...{ missed: 0, unknown: 0, running: 10, met: 940 },
    });
  });
});
