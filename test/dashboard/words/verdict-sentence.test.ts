import { describe, expect, it } from 'vitest';
import {
  periodSentence,
  portfolioSentence,
  summarySentence,
} from '../../../dashboard/src/lib/words/verdict-sentence.ts';
import { northwind } from '../../fixtures/api/northwind.ts';
import { portfolio } from '../../fixtures/api/portfolio.ts';

const standing = (verdicts: Record<string, 'met' | 'missed' | 'undetermined' | 'excluded'>) =>
  Object.entries(verdicts).map(([name, verdict]) => ({ name, verdict }));

describe('the verdict in a sentence', () => {
  it('counts the promises that were met and names those that were not', () => {
    const promises = standing({
      uptime: 'missed',
      'error-rate': 'missed',
      'api-latency': 'met',
      sync: 'undetermined',
    });
    expect(periodSentence('2026-Q3', false, promises)).toBe(
      'In Q3 2026, 1 of 4 promises was met. Uptime and error rate were missed; sync could not be determined.',
    );
  });

  it('speaks of what has elapsed while the period runs', () => {
    expect(periodSentence('2026-Q4', true, standing({ uptime: 'met', sync: 'met' }))).toBe(
      'In Q4 2026 so far, all 2 promises are met.',
    );
    expect(periodSentence('2026-Q4', true, standing({ uptime: 'met', sync: 'undetermined' }))).toBe(
      'In Q4 2026 so far, 1 of 2 promises is met. Sync cannot be judged yet.',
    );
  });

  it('leaves excluded promises out of the count and says so', () => {
    expect(periodSentence('2026-Q3', false, standing({ uptime: 'met', failover: 'excluded' }))).toBe(
      'In Q3 2026, the one promise was met. Failover was excluded.',
    );
  });

  it('never takes an undetermined promise for a met one', () => {
    expect(periodSentence('2026-Q3', false, standing({ uptime: 'undetermined' }))).toContain('not met');
  });

  it('says that a period has no promises', () => {
    expect(periodSentence('2026-Q3', false, [])).toBe('No promise of this agreement is judged in Q3 2026.');
  });

  it('gives an agreement one line with the figures of its worst promise', () => {
    const { agreement } = northwind('2026-Q4');
    // November: 7,089 minutes so far, 18 bad: 7071 / 7089 = 99.7460... %.
    expect(
      summarySentence({ ...agreement, counts: { met: 3, missed: 1, undetermined: 1, excluded: 1 } }),
    ).toBe('In Q4 2026 so far, 3 of 5 promises are met. Uptime is missed: 99.746 % against 99.9 %.');
  });

  it('counts agreements by their worst verdict', () => {
    expect(portfolioSentence(portfolio.agreements)).toBe(
      '1 of 3 agreements has a missed promise; 1 cannot be judged yet.',
    );
    expect(portfolioSentence(portfolio.agreements.filter(({ verdict }) => verdict === 'met'))).toBe(
      'Every promise is being kept.',
    );
  });
});
