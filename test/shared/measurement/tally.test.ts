import { sumTallies } from '@upheld/shared/measurement/tally';
import type { Tally } from '@upheld/shared/measurement/tally';
import { describe, expect, it } from 'vitest';

const minutes: Tally = {
  ...{ by: 'minutes', excluded: 1, good: 50, bad: 4, unmeasured: 5, upcoming: 0, upcomingExcluded: 0 },
};

function events(covered: Record<string, number>): Tally {
  const slots = [{ source: 'api', due: 60, covered }];
  return {
    by: 'events',
    judged: 'good',
    good: 55,
    total: 58,
    counted: 60,
    countable: 60,
    slots,
    hours: null,
  };
}

describe('the sum of tallies', () => {
  it('adds up the minutes of every class', () => {
    expect(sumTallies([minutes, { ...minutes, upcoming: 7, upcomingExcluded: 2 }])).toEqual({
      ...{ by: 'minutes', excluded: 2, good: 100, bad: 8, unmeasured: 10, upcoming: 7, upcomingExcluded: 2 },
    });
  });

  it('adds up slots by source and vantage, because a vantage that came late is asked for all of them', () => {
    expect(sumTallies([events({ main: 60 }), events({ main: 59, second: 30 })])).toEqual({
      ...{ by: 'events', judged: 'good', good: 110, total: 116, counted: 120, countable: 120 },
      slots: [{ source: 'api', due: 120, covered: { main: 119, second: 30 } }],
      hours: null,
    });
  });

  it('refuses tallies of two kinds, and none at all', () => {
    expect(() => sumTallies([minutes, events({})])).toThrow('the tallies of one promise are of one kind');
    expect(() => sumTallies([])).toThrow('the sum of tallies takes at least one');
  });
});
