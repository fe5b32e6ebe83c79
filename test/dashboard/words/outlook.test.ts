import { describe, expect, it } from 'vitest';
import { outlookSentences } from '../../../dashboard/src/lib/words/outlook.ts';
import { aPeriod } from '../../builders/agreement.ts';

const budgetSpentAt = Date.UTC(2026, 10, 28, 21, 20);
const forecast = { value: { num: '949', den: '1000' }, display: '94.900 %', misses: true, budgetSpentAt };
const firing = {
  ...{ trigger: 'fast', budgetShare: '2%', long: '1h', longMinutes: 60, shortMinutes: 5 },
  factor: { num: '72', den: '5' },
  longBurn: { num: '50', den: '3' },
  shortBurn: { num: '100', den: '1' },
  state: 'firing' as const,
};

describe('the outlook in words', () => {
  it('says where the period is heading, and when the allowance is used up in the local time', () => {
    expect(outlookSentences(aPeriod({ forecast }), 'America/New_York')).toEqual([
      'If the rest goes as what was measured so far, the period ends at 94.900 %, which misses the target: the allowance is used up on 28 Nov 2026, 16:20.',
    ]);
    const kept = { ...forecast, misses: false, budgetSpentAt: null };
    expect(outlookSentences(aPeriod({ forecast: kept }), 'UTC')).toEqual([
      'If the rest goes as what was measured so far, the period ends at 94.900 %, which keeps the promise.',
    ]);
  });

  it('says how fast the allowance burns where it burns too fast, and nothing of quiet pairs', () => {
    const burn = [firing, { ...firing, state: 'quiet' as const }];
    expect(outlookSentences(aPeriod({ burn }), 'UTC')).toEqual([
      'Over the last 60 service minutes the allowance was used 16.6 times as fast as would last to the end, over the last 5 minutes 100 times; above 14.4 in both calls for attention.',
    ]);
  });

  it('says nothing where nothing is known', () => {
    expect(outlookSentences(aPeriod(), 'UTC')).toEqual([]);
  });
});
