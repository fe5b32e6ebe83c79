import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { proposalsOf } from '@upheld/shared/api/proposals';
import type { Exclusion } from '@upheld/shared/agreement/agreement';
import type { HeardReport } from '@upheld/shared/api/witnesses';
import { exclusionDocument } from '@upheld/shared/agreement/exclusion';
import type { PublishedMaintenance } from '@upheld/shared/facts/status-report';
import { anAgreement } from '../../builders/agreement.ts';

const hour = 3_600_000;
const august12 = Date.UTC(2026, 7, 12, 15);
const quarter = { start: Date.UTC(2026, 5, 30, 22), end: Date.UTC(2026, 8, 30, 22) };

const upgrade = { id: 'm1', name: 'Database "upgrade"', start: august12, end: august12 + hour };

const agreement = anAgreement({
  sources: anAgreement().sources.map((source) => ({ ...source, name: 'page', measuredBy: 'acme' })),
});

const anExclusion = (change: Partial<Exclusion>): Exclusion => ({
  ...{ name: 'x', agreement: 'acme' },
  category: 'scheduled-maintenance',
  effect: 'remove',
  ...{ window: quarter, sources: null, reason: 'Upgrade' },
  ...{ requestedBy: { party: 'acme', by: 'Tom Falk', at: 0 }, approvedBy: null, approved: false },
  ...change,
});

function proposals(published: PublishedMaintenance[][], exclusions: Exclusion[] = []) {
  return answer(published, exclusions).proposals;
}

function answer(published: PublishedMaintenance[][], exclusions: Exclusion[] = []) {
  const reports: HeardReport[] = published.map((maintenance, age) => ({
    ...{ at: august12 - age * hour, seenAt: august12 - age * hour, status: 'operational' },
    maintenance,
  }));
  return proposalsOf(agreement, [{ source: 'page', reports }], exclusions, quarter, august12);
}

describe('a published maintenance', () => {
  it('is proposed as a document that people complete and sign', () => {
    const [proposal] = proposals([[upgrade]]);
    expect(proposal).toMatchObject({ source: 'page', id: 'm1', isOnPage: true, end: august12 + hour });
    const document = proposal?.document ?? '';
    expect(parse(document)).toEqual({
      apiVersion: 'upheld/v1',
      kind: 'Exclusion',
      metadata: { name: 'page-2026-08-12' },
      spec: {
        agreement: 'acme',
        category: 'scheduled-maintenance',
        window: { from: '2026-08-12T17:00:00+02:00', to: '2026-08-12T18:00:00+02:00' },
        effect: 'remove',
        reason: 'Published on page: Database "upgrade"',
        requestedBy: { party: 'acme', by: 'NAME', at: 'INSTANT' },
      },
    });
  });

  it('loads once its person and instant are written, and not before', () => {
    const document = proposals([[upgrade]])[0]?.document ?? '';
    expect(exclusionDocument.safeParse(parse(document)).success).toBe(false);
    const signed = document.replace('NAME, at: INSTANT', 'Tom Falk, at: 2026-08-01T10:00:00+02:00');
    expect(exclusionDocument.safeParse(parse(signed)).success).toBe(true);
  });

  it('stays proposed when the page has dropped it, and says that it has', () => {
    expect(proposals([[], [upgrade]])).toMatchObject([{ id: 'm1', isOnPage: false }]);
  });

  it('says when it was first published, and whether that was after it had begun', () => {
    // Reports of 15:00, 14:00 and 13:00 on 12 August; it was first told at 14:00.
    const begun = { ...upgrade, start: august12 - 1.5 * hour };
    expect(proposals([[begun], [begun], []])).toMatchObject([{ publishedAt: august12 - hour, isLate: true }]);
    const announced = { ...upgrade, start: august12 - hour };
    expect(proposals([[announced], [announced], []])).toMatchObject([{ isLate: false }]);
  });

  it('is proposed as it was last published', () => {
    const moved = { ...upgrade, end: august12 + 2 * hour };
    expect(proposals([[moved], [upgrade]])).toMatchObject([{ end: august12 + 2 * hour, isOnPage: true }]);
  });

  it('is no proposal where an exclusion speaks of a part of it, approved or not', () => {
    const window = { start: august12 + hour - 1, end: august12 + 9 * hour };
    expect(proposals([[upgrade]], [anExclusion({ window, approved: false })])).toEqual([]);
    expect(proposals([[upgrade]], [anExclusion({ window, agreement: 'other' })])).toHaveLength(1);
    const after = { start: august12 + hour, end: august12 + 2 * hour };
    expect(proposals([[upgrade]], [anExclusion({ window: after })])).toHaveLength(1);
  });

  it('without an end is shown without a document', () => {
    expect(proposals([[{ ...upgrade, end: null }]])).toMatchObject([{ end: null, document: null }]);
  });

  it('of the time before the period is none', () => {
    const old = { ...upgrade, start: quarter.start - 2 * hour, end: quarter.start };
    expect(proposals([[old]])).toEqual([]);
    expect(proposals([[{ ...old, end: quarter.start + 1 }]])).toHaveLength(1);
  });

  it('stands in the order of its start', () => {
    const later = { ...upgrade, id: 'm2', start: august12 + 24 * hour, end: august12 + 25 * hour };
    expect(proposals([[later, upgrade]]).map(({ id }) => id)).toEqual(['m1', 'm2']);
  });

  it('is proposed with the hundred that are nearest, and how many more there are is told', () => {
    const hourly = (hours: number) => ({
      start: august12 + hours * hour,
      end: august12 + (hours + 1) * hour,
    });
    const many = Array.from({ length: 120 }, (_, index) => ({
      ...upgrade,
      id: `m${index}`,
      ...hourly(index - 30),
    }));
    // 30 are over at 12 August: of the 90 to come all are listed, of those that are over the last 10.
    const { proposals: listed, proposalsLeftOff } = answer([many]);
    expect(listed.map(({ id }) => id)).toEqual(many.slice(20).map(({ id }) => id));
    expect([proposalsLeftOff, answer([[upgrade]]).proposalsLeftOff]).toEqual([20, 0]);
  });
});
