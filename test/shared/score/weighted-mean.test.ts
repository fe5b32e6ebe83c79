import { ratio } from '@upheld/shared/exact/ratio';
import { exactWeight, weightedMean } from '@upheld/shared/score/weighted-mean';
import { describe, expect, it } from 'vitest';

describe('a weighted mean', () => {
  it('is exact', () => {
    // (1 · 100 + 2 · 70) / 3
    const entries = [
      { weight: ratio(1, 10), value: ratio(100, 1) },
      { weight: ratio(2, 10), value: ratio(70, 1) },
    ];
    expect(weightedMean(entries)).toEqual(ratio(80, 1));
  });

  it('is none where nothing weighs anything', () => {
    expect(weightedMean([])).toBeNull();
    expect(weightedMean([{ weight: ratio(0, 1), value: ratio(100, 1) }])).toBeNull();
  });
});

describe('a weight', () => {
  it('is the decimal that the agreement writes', () => {
    expect(exactWeight(3)).toEqual(ratio(3, 1));
    expect(exactWeight(0.1)).toEqual(ratio(1, 10));
    expect(exactWeight(1.5e-7)).toEqual(ratio(3, 20_000_000));
    expect(exactWeight(2e21)).toEqual(ratio(2n * 10n ** 21n, 1));
  });
});
