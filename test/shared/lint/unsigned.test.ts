import type { Amendment } from '@upheld/shared/agreement/agreement';
import { unsigned } from '@upheld/shared/lint/unsigned';
import { describe, expect, it } from 'vitest';
import { anAgreement } from '../../builders/agreement.ts';

const signedBy = (...parties: string[]): Amendment => ({
  ...{ name: 'acme-a1', agreement: 'acme', effective: { from: '2026-07-16' } },
  changes: [{ path: 'objectives.uptime.weight', from: 1, to: 2 }],
  signatures: parties.map((party) => ({ party, by: 'Ina Weiss', at: 0 })),
});

describe('an amendment that does not act', () => {
  it.each([
    [['us'], 'acme has not signed this, so it does not act', 'acme'],
    [[], 'us and acme have not signed this, so it does not act', 'us'],
    [['us', 'us'], 'acme has not signed this, so it does not act', 'acme'],
  ])('says who is missing where %j signed, and what they write', (parties, why, first) => {
    expect(unsigned(signedBy(...parties), anAgreement())).toEqual([
      {
        ...{ path: 'signatures', clause: null, why },
        proposal: `- { party: ${first}, by: Ina Weiss, at: ... } # under signatures`,
      },
    ]);
  });

  it('is none where both have signed', () => {
    expect(unsigned(signedBy('acme', 'us'), anAgreement())).toEqual([]);
  });
});
