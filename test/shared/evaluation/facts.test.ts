import { factsNeeded } from '@upheld/shared/evaluation/facts';
import { periodBounds } from '@upheld/shared/time/period';
import { describe, expect, it } from 'vitest';
import { aMatrix } from '../indicators/matrix.ts';
import { aSource, anAgreement, anObjective, at } from './build.ts';

const afterAll = at('2026-09-01T00:00:00Z');

describe('the facts that an evaluation needs', () => {
  it('reach back by one and a half intervals, and only for sources that a promise reads', () => {
    const agreement = anAgreement({
      sources: [aSource({ every: '5m' }), aSource({ name: 'unread' }), aSource({ name: 'desk' })],
      support: [aMatrix()],
    });
    // 1.5 · 5 min = 7 min 30 s.
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), afterAll)).toEqual([
      { source: 'api', kind: 'samples', start: at('2026-06-30T23:52:30Z'), end: at('2026-08-01T00:00:00Z') },
      { source: 'desk', kind: 'tickets', start: 0, end: at('2026-08-01T00:00:00Z') },
    ]);
  });

  it('are cut to the time in which the agreement counts, and none outside of it', () => {
    const agreement = anAgreement({ effective: { from: '2026-07-10', until: '2026-07-20' } });
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), afterAll)).toEqual([
      { source: 'api', kind: 'samples', start: at('2026-07-09T23:58:30Z'), end: at('2026-07-21T00:00:00Z') },
    ]);
    expect(factsNeeded(agreement, periodBounds('2026-08', 'UTC', 1), afterAll)).toEqual([]);
  });

  it('are those of all promises that read a source together', () => {
    // Three months and the quarter that they make up, in either order.
    const objectives = [anObjective({ period: 'month' }), anObjective({ name: 'long', period: 'quarter' })];
    for (const given of [objectives, objectives.toReversed()]) {
      const agreement = anAgreement({ objectives: given });
      expect(factsNeeded(agreement, periodBounds('2026-Q3', 'UTC', 1), at('2026-11-01T00:00:00Z'))).toEqual([
        {
          source: 'api',
          kind: 'samples',
          start: at('2026-06-30T23:58:30Z'),
          end: at('2026-10-01T00:00:00Z'),
        },
      ]);
    }
  });

  it('are none for promises whose own period is longer', () => {
    const agreement = anAgreement({ objectives: [anObjective({ period: 'quarter' })] });
    expect(factsNeeded(agreement, periodBounds('2026-07', 'UTC', 1), afterAll)).toEqual([]);
  });
});
