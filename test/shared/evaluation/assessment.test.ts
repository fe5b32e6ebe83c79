import { assess, periodBefore } from '@upheld/shared/evaluation/assessment';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aStatement, anAgreement } from '../../builders/agreement.ts';
import { judged, missed, promise, toCome } from '../score/build.ts';

/** The reasons of the caps of August, missed, after what July was. */
function capsAfter(july: PromisePeriod | null) {
  const august = aStatement({ promises: [promise([missed(1, { period: '2026-08' })])] });
  const before = july && aStatement({ promises: [promise([july])] });
  return assess(anAgreement(), august, before).score?.caps.map(({ reason }) => reason);
}

describe('an assessment', () => {
  it('calls a miss repeated after a period that was not met', () => {
    expect(capsAfter(missed(1))).toEqual(['missed', 'repeated']);
    expect(capsAfter(judged())).toEqual(['missed']);
    expect(capsAfter(null)).toEqual(['missed']);
  });

  it('calls it so not after a period in which nothing fell due', () => {
    expect(capsAfter(toCome({ doubts: ['nothing-due'], state: 'closed' }))).toEqual(['missed']);
  });

  it('holds a source against its own past only', () => {
    const august = promise(['a', 'b'].map((source) => missed(1, { period: '2026-08', source })));
    const july = promise([missed(1, { source: 'a' }), judged({ source: 'b' })]);
    const { score } = assess(
      anAgreement(),
      aStatement({ promises: [august] }),
      aStatement({ promises: [july] }),
    );
    const repeated = score?.caps.filter(({ reason }) => reason === 'repeated');
    expect(repeated?.map(({ subject }) => subject?.source)).toEqual(['a']);
  });

  it('says of an agreement without a credit table that it has none', () => {
    expect(assess(anAgreement(), aStatement(), null).credits).toEqual({ hasTable: false });
  });
});

describe('the period before', () => {
  it('is of the same length, and none where the agreement did not count yet', () => {
    const agreement = anAgreement({ effective: { from: '2026-03-31' } });
    expect(periodBefore(agreement, '2026-Q2')).toBe('2026-Q1');
    expect(periodBefore(agreement, '2026-04')).toBe('2026-03');
    expect(periodBefore(agreement, '2026-03')).toBeNull();
    expect(periodBefore(agreement, '2026')).toBeNull();
  });
});
