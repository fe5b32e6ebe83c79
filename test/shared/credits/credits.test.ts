import { creditsOf } from '@upheld/shared/credits/credits';
import type { CreditPromise } from '@upheld/shared/credits/credits';
import { decimal, ratio } from '@upheld/shared/exact/ratio';
import { describe, expect, it } from 'vitest';

const steps = [{ below: decimal('0.999'), share: decimal('0.1') }];
const missed: CreditPromise = { verdict: 'missed', judged: 'good', settled: decimal('0.99'), steps };
const noTerms = { atRiskCap: null, fees: null };

describe('credits', () => {
  it('are none of a promise without steps beside one that has them, whatever its verdict', () => {
    const bare: CreditPromise = { ...missed, steps: [] };
    const inDoubt: CreditPromise = { ...bare, verdict: 'undetermined', settled: null };
    expect(creditsOf([missed, bare, inDoubt], noTerms)).toMatchObject({
      lines: [{ share: ratio(1, 10) }, { share: null, step: null }, { share: null, step: null }],
      sum: ratio(1, 10),
      open: [],
    });
  });

  it('say that there is no table where no promise has steps', () => {
    expect(creditsOf([{ ...missed, steps: [] }], noTerms)).toBeNull();
    expect(creditsOf([], noTerms)).toBeNull();
  });
});
