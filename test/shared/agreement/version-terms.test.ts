import { termsAt, termsUnder } from '@upheld/shared/agreement/version-terms';
import { describe, expect, it } from 'vitest';

const agreement = {
  weight: 1,
  amended: [
    { name: 'second', from: 100, terms: { weight: 2 } },
    { name: 'third', from: 200, terms: { weight: 3 } },
  ],
};

describe('the terms of an agreement', () => {
  it('are those of the last amendment that has taken effect, which it does at the instant itself', () => {
    expect([99, 100, 199, 200].map((at) => termsAt(agreement, at).weight)).toEqual([1, 2, 2, 3]);
  });

  it('are found by the amendment that brought them; null asks for those that were signed', () => {
    expect([null, 'second', 'third'].map((version) => termsUnder(agreement, version).weight)).toEqual([
      1, 2, 3,
    ]);
  });

  it('are not there for an amendment that the agreement does not have', () => {
    expect(() => termsUnder(agreement, 'fourth')).toThrow('the agreement has no amendment "fourth"');
  });
});
