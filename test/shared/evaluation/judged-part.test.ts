import { evaluateAgreement } from '@upheld/shared/evaluation/agreement';
import { promisesOf } from '@upheld/shared/evaluation/promised';
import type { Exclusion } from '@upheld/shared/agreement/agreement';
import { describe, expect, it } from 'vitest';
import { aMatrix, aSeverity } from '../indicators/matrix.ts';
import { aSeries, anAgreement, anExclusion, anObjective, at, badIn, facts } from './build.ts';

const MINUTE = 60_000;
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };

/** The one part of an agreement that counts on 1 July, with a sample a minute from an hour before to one after. */
function judged(asOf: number, { exclusions = [] as Exclusion[], calendar = 'always' } = {}) {
  const around = { start: day.start - 60 * MINUTE, end: day.end + 60 * MINUTE };
  const bad = badIn({ start: day.start, end: day.start + 10 * MINUTE });
  const { promises } = evaluateAgreement({
    agreement: anAgreement({
      effective: { from: '2026-07-01', until: '2026-07-01' },
      objectives: [anObjective({ calendar })],
    }),
    ...{ exclusions, period: '2026-07', asOf, facts: facts([aSeries(around, bad)]) },
  });
  const period = promises[0]?.periods[0];
  return { state: period?.state, days: period?.days, ...period?.parts[0] };
}

describe('a judged part', () => {
  it('counts the samples of its window, and none at its end', () => {
    const samples = [{ source: 'api', vantage: 'main', ok: 1430, bad: 10, unmeasured: 0 }];
    expect(judged(at('2026-08-01T00:00:00Z')).samples).toEqual(samples);
  });

  it('counts the samples before now, and none at it', () => {
    const samples = [{ source: 'api', vantage: 'main', ok: 50, bad: 10, unmeasured: 0 }];
    expect(judged(day.start + 60 * MINUTE).samples).toEqual(samples);
  });

  it('names the exclusions that covered a minute of it, and no others', () => {
    const exclusions = [
      anExclusion({ name: 'acted', window: { start: day.start, end: day.start + 5 * MINUTE } }),
      anExclusion({ name: 'elsewhere', window: { start: day.end, end: day.end + 5 * MINUTE } }),
      anExclusion({ name: 'refused', window: day, approved: false }),
    ];
    expect(judged(day.end, { exclusions }).exclusions).toEqual([
      { name: 'acted', effect: 'remove', minutes: 5 },
    ]);
  });

  it('is of a period that is closed from its end on', () => {
    expect(judged(day.end - 1).state).toBe('open');
    // The period is the whole of July, of which the agreement counts one day.
    expect(judged(at('2026-08-01T00:00:00Z')).state).toBe('closed');
  });

  it('lists the days that have begun, and not the one that begins now', () => {
    expect(judged(day.start).days).toEqual([]);
    expect(judged(day.start + 1).days).toHaveLength(1);
  });
});

describe('the promises of a severity', () => {
  it('are those that it makes', () => {
    const { firstResponse } = aSeverity();
    const plain = { ...aSeverity(), firstResponse, updateEvery: undefined, resolution: undefined };
    const names = (severity: typeof plain | ReturnType<typeof aSeverity>) =>
      promisesOf(anAgreement({ objectives: [], support: [aMatrix({ severities: [severity] })] })).map(
        ({ indicator }) => indicator.type,
      );
    expect(names(plain)).toEqual(['first-response']);
    expect(names({ ...plain, resolution: '8h' })).toEqual(['first-response', 'resolution']);
  });
});
