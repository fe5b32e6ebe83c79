import { decimal, ratio } from '@upheld/shared/exact/ratio';
import { promiseItems } from '@upheld/shared/score/promise-items';
import type { PreviousVerdict } from '@upheld/shared/score/promise-items';
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aLedger, inDoubt, judged, missed, promise, toCome } from './build.ts';

function itemsOf(statement: PromiseStatement, previousVerdict: PreviousVerdict = () => null) {
  return promiseItems(statement, () => undefined, previousVerdict);
}

const excluded = (period: string) => judged({ period, verdict: 'excluded', settled: null });

describe('the items of a promise', () => {
  it('share its weight, so that a promise by the month weighs what one by the quarter does', () => {
    const months = ['2026-07', '2026-08', '2026-09'].map((period) => judged({ period }));
    const weights = (periods: typeof months) =>
      itemsOf(promise(periods, { weight: 2 })).map(({ weight }) => weight);
    expect(weights(months)).toEqual([ratio(2, 3), ratio(2, 3), ratio(2, 3)]);
    expect(weights([judged({ period: '2026-Q3' })])).toEqual([ratio(2, 1)]);
  });

  it('share it among sources too', () => {
    const sources = [judged({ source: 'orders' }), judged({ source: 'events' })];
    expect(itemsOf(promise(sources)).map(({ subject, weight }) => ({ ...subject, weight }))).toEqual([
      { name: 'uptime', period: '2026-07', source: 'orders', weight: ratio(1, 2) },
      { name: 'uptime', period: '2026-07', source: 'events', weight: ratio(1, 2) },
    ]);
  });

  it('leave out periods of which nothing has elapsed, which take no share of the weight', () => {
    const items = itemsOf(promise([judged(), toCome({ period: '2026-08' })]));
    expect(items.map(({ subject, weight }) => [subject.period, weight])).toEqual([['2026-07', ratio(1, 1)]]);
  });

  it('leave the share of an excluded period to the others', () => {
    const items = itemsOf(promise([judged(), excluded('2026-08'), judged({ period: '2026-09' })]));
    expect(items.map(({ weight }) => weight)).toEqual([ratio(1, 2), ratio(0, 1), ratio(1, 2)]);
    expect(items.map((item) => item.promise?.verdict)).toEqual(['met', 'excluded', 'met']);
  });

  it('weigh nothing where every period is excluded', () => {
    expect(itemsOf(promise([excluded('2026-07')])).map(({ weight }) => weight)).toEqual([ratio(0, 1)]);
  });

  it('are technical for objectives and support for what severities promise', () => {
    expect(itemsOf(promise([judged()])).map(({ pillar }) => pillar)).toEqual(['technical']);
    expect(itemsOf(promise([judged()], { kind: 'support' })).map(({ pillar }) => pillar)).toEqual([
      'support',
    ]);
  });

  it('have the settled value as both bounds', () => {
    expect(itemsOf(promise([missed(5)]))).toMatchObject([
      { worst: decimal('0.995'), best: decimal('0.995'), promise: { verdict: 'missed' } },
    ]);
  });

  it('have the bounds of what is in doubt: unmeasured minutes and unknown clocks bad, and good', () => {
    // 2 of 1,000 minutes bad and 6 unmeasured: 992 to 998 are good.
    expect(itemsOf(promise([inDoubt(2, 6)]))).toMatchObject([
      { worst: decimal('0.992'), best: decimal('0.998') },
    ]);
    const clocks = inDoubt(0, 0, { inputs: { by: 'clocks', met: 7, missed: 1, unknown: 2 } });
    expect(itemsOf(promise([clocks]))).toMatchObject([{ worst: decimal('0.7'), best: decimal('0.9') }]);
  });

  it('leave excluded minutes out of those bounds', () => {
    const inputs = { ...aLedger({ bad: 100, unmeasured: 300 }), scheduled: 1200, excluded: 200 };
    // 600 good of the 1,000 that count.
    expect(itemsOf(promise([inDoubt(0, 0, { inputs })]))).toMatchObject([
      { worst: decimal('0.6'), best: decimal('0.9') },
    ]);
  });

  it('have no bounds where too few events were counted, or nothing at all', () => {
    const events = {
      by: 'events',
      judged: 'bad',
      good: 8,
      total: 10,
      slotsCovered: 10,
      slotsDue: 60,
    } as const;
    const clocks = { by: 'clocks', met: 0, missed: 0, unknown: 0 } as const;
    for (const inputs of [events, clocks]) {
      expect(itemsOf(promise([inDoubt(0, 0, { inputs })]))).toMatchObject([{ worst: null, best: null }]);
    }
  });

  it('have no value where the promise is excluded, whatever was counted', () => {
    const inputs = aLedger({ bad: 100 });
    expect(itemsOf(promise([judged({ verdict: 'excluded', settled: null, inputs })]))).toMatchObject([
      { worst: null, best: null },
    ]);
  });

  it('stand under the terms of the promise itself where no part of the period counts', () => {
    const nowhere = judged({ verdict: 'undetermined', settled: null });
    const items = itemsOf(promise([{ ...nowhere, parts: [], deciding: null }], { target: '95%' }));
    expect(items).toMatchObject([
      { scale: { threshold: decimal('0.95') }, worst: null, best: null, promise: { critical: null } },
    ]);
  });

  it('are held against the terms of the part that decided, not against those of today', () => {
    const before = judged({ terms: { target: '99%', critical: '95%' } });
    expect(itemsOf(promise([before], { target: '99.9%' }))).toMatchObject([
      { scale: { threshold: decimal('0.99') }, promise: { critical: decimal('0.95') } },
    ]);
  });

  it("take the objective's own scale from the version that decided", () => {
    const own = { ideal: '99.99%', fail: '99%' };
    const items = promiseItems(
      promise([judged(), judged({ period: '2026-08', terms: { version: 'second' } })]),
      (name, version) => (name === 'uptime' && version === 'second' ? own : undefined),
      () => null,
    );
    expect(items.map(({ scale }) => scale.ideal)).toEqual([decimal('1'), decimal('0.9999')]);
  });
});

describe('the verdict of the period before', () => {
  it('is that of the same source in the statement, else of whoever knows earlier ones', () => {
    const periods = ['2026-07', '2026-08'].flatMap((period) => [
      judged({ period, source: 'orders' }),
      missed(5, { period, source: 'events' }),
    ]);
    const earlier = ({ promise: name, period, source }: Parameters<PreviousVerdict>[0]) =>
      name === 'uptime' && period === '2026-07' && source === 'orders' ? ('undetermined' as const) : null;
    const items = itemsOf(promise(periods), earlier);
    expect(items.map((one) => one.promise?.previousVerdict)).toEqual([
      'undetermined', // orders in July, from before the statement
      null, // events in July: nobody knows
      'met', // orders in August
      'missed', // events in August
    ]);
  });
});
