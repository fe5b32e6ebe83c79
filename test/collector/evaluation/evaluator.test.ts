import { describe, expect, it } from 'vitest';
import type { Exclusion } from '@upheld/shared/agreement/agreement';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { evaluateFrom, remember } from '@upheld/collector/evaluation/evaluator';
import type { Evaluate } from '@upheld/collector/evaluation/evaluator';
import type { NewSample, Store } from '@upheld/collector/store/store';
import { aStatement, anAgreement } from '../../builders/agreement.ts';
import { temporaryStore } from '../collect/temporary-store.ts';

const noon = Date.UTC(2026, 7, 15, 12);
const inMay = Date.UTC(2026, 4, 10, 12);
const agreement = anAgreement();
const exclusions: Exclusion[] = [];
const quarter = (period: string, asOf = noon) => ({ agreement, exclusions, period, asOf });

function bad(at: number): NewSample {
  const place = { agreement: 'acme', source: 'api', vantage: 'main', at };
  return { ...place, outcome: 'bad', reason: 'timeout', latencyMs: null };
}

/** An evaluator on a store of its own that counts how often it really judges. */
async function scene(change: (judge: Evaluate, store: Store) => Evaluate = (judge) => judge) {
  const store = await temporaryStore();
  const judged: string[] = [];
  const judge = change(
    evaluateFrom(store, () => true),
    store,
  );
  const evaluate = remember(store, (judging) => {
    judged.push(judging.period);
    return judge(judging);
  });
  return { store, judged, evaluate };
}

/** The minutes of a statement's promise in the named month that are bad. */
function badMinutes(statement: Statement, month: string): number | undefined {
  return statement.promises[0]?.periods.find(({ period }) => period === month)?.ledger?.bad;
}

describe('an evaluator that remembers', () => {
  it('gives the same statement while facts, terms and minute are the same', async () => {
    const { judged, evaluate } = await scene();
    const first = await evaluate(quarter('2026-Q3', noon + 10_000));
    expect(await evaluate(quarter('2026-Q3', noon + 50_000))).toBe(first);
    expect(judged).toEqual(['2026-Q3']);
  });

  it('judges a running quarter again in the next minute, and leaves a closed one', async () => {
    const { evaluate } = await scene();
    const [closed, running] = [await evaluate(quarter('2026-Q2')), await evaluate(quarter('2026-Q3'))];
    expect(await evaluate(quarter('2026-Q2', noon + 60_000))).toBe(closed);
    const later = await evaluate(quarter('2026-Q3', noon + 60_000));
    expect(later).not.toBe(running);
    expect(later.asOf).toBe(noon + 60_000);
  });

  it('judges a closed quarter again for a late sample in it', async () => {
    const { store, evaluate } = await scene();
    const before = await evaluate(quarter('2026-Q2'));
    await store.putSamples([bad(inMay)]);
    const after = await evaluate(quarter('2026-Q2'));
    expect(badMinutes(before, '2026-05')).toBe(0);
    // It speaks for 1.5 x 60 s = 90 s: all of 12:00 and the 30 s of 12:01 that make a minute count.
    expect(badMinutes(after, '2026-05')).toBe(2);
  });

  it('leaves a closed quarter alone when a sample of the present comes, and judges the running one', async () => {
    const { store, judged, evaluate } = await scene();
    const closed = await evaluate(quarter('2026-Q2'));
    await evaluate(quarter('2026-Q3'));
    await store.putSamples([bad(noon - 600_000)]);
    expect(await evaluate(quarter('2026-Q2'))).toBe(closed);
    expect(badMinutes(await evaluate(quarter('2026-Q3')), '2026-08')).toBe(2);
    expect(judged).toEqual(['2026-Q2', '2026-Q3', '2026-Q3']);
  });

  it('judges again under other terms and under other exclusions', async () => {
    const { evaluate } = await scene();
    const first = await evaluate(quarter('2026-Q2'));
    expect(await evaluate({ ...quarter('2026-Q2'), agreement: anAgreement() })).not.toBe(first);
    expect(await evaluate({ ...quarter('2026-Q2'), exclusions: [] })).not.toBe(first);
  });

  it('judges once for two that ask at the same time', async () => {
    const { judged, evaluate } = await scene();
    const [one, other] = await Promise.all([evaluate(quarter('2026-Q2')), evaluate(quarter('2026-Q2'))]);
    expect(one).toBe(other);
    expect(judged).toEqual(['2026-Q2']);
  });

  it('does not remember an evaluation that failed', async () => {
    let failures = 1;
    const { evaluate } = await scene((judge) => async (judging) => {
      if (failures-- > 0) throw new Error('the disk is gone');
      return judge(judging);
    });
    await expect(evaluate(quarter('2026-Q2'))).rejects.toThrow('the disk is gone');
    expect((await evaluate(quarter('2026-Q2'))).period).toBe('2026-Q2');
  });

  it('remembers a hundred periods of an agreement and lets the oldest go', async () => {
    const { judged, evaluate } = await scene(
      () =>
        async ({ period }) =>
          aStatement({ period }),
    );
    const years = Array.from({ length: 101 }, (_, index) => String(1900 + index));
    for (const year of years) await evaluate(quarter(year));
    await evaluate(quarter('2000'));
    expect(judged).toHaveLength(101);
    await evaluate(quarter('1900'));
    expect(judged).toHaveLength(102);
  });

  it('says what a period is when asked for something else', async () => {
    const { evaluate } = await scene();
    await expect(evaluate(quarter('2026-Q5'))).rejects.toThrow(RangeError);
  });
});
