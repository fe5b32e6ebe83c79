import { describe, expect, it } from 'vitest';
import { creditsView } from '../../../dashboard/src/lib/pages/credits.ts';
import type { AgreementResponse } from '@upheld/shared/api/responses';
import { northwind } from '../../fixtures/api/northwind.ts';
import type { Quarter } from '../../fixtures/api/northwind.ts';

type Claim = Extract<AgreementResponse['assessment']['credits'], { hasTable: true }>['claims'][number];

function claims(quarter: Quarter, change: (claim: Claim) => Claim = (claim) => claim) {
  const { agreement, statement, assessment } = northwind(quarter);
  if (!assessment.credits.hasTable) throw new Error('the fixture has a credit table');
  const credits = { hasTable: true as const, claims: assessment.credits.claims.map(change) };
  return creditsView(agreement.id, statement, credits) ?? [];
}

describe('service credits', () => {
  it('propose the share of the step that a missed month reached, with the time to claim', () => {
    // Below 99.9 % and not below 99 %: 10 %. 60 days after 31 August is 30 October, to its end.
    const august = claims('2026-Q3')[1];
    expect(august).toMatchObject({
      period: 'August 2026',
      why: ['99.770 % is below 99.9 %, which is worth 10 %'],
      share: '10 %',
      earned: true,
      claimBy: { text: '31 Oct 2026, 00:00' },
    });
  });

  it('earn nothing where a month was met, and leave open what is undetermined', () => {
    const [july, , september] = claims('2026-Q3');
    expect(july).toMatchObject({ why: ['met, so nothing is earned'], share: 'none', earned: false });
    expect(september).toMatchObject({
      why: ['undetermined, so it stays open'],
      share: 'none, more may come',
      earned: false,
    });
  });

  it('are open while the month runs, even where it can no longer be met', () => {
    expect(claims('2026-Q4').at(-1)).toMatchObject({
      why: ['still open, so nothing is earned yet'],
      share: 'open',
      claimBy: null,
    });
  });

  it('say where the cap holds them', () => {
    const capped = claims('2026-Q3', (claim) => ({
      ...claim,
      capped: true,
      share: { num: '1', den: '5' },
    }));
    expect(capped[1]).toMatchObject({ share: '20 %', cap: 'held at the cap of 20 %' });
  });

  it('are none where the agreement has no table', () => {
    expect(creditsView('acme', northwind('2026-Q3').statement, { hasTable: false })).toBeNull();
  });
});
