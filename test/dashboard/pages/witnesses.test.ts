import { describe, expect, it } from 'vitest';
import { witnessesView } from '../../../dashboard/src/lib/pages/witnesses.ts';
import { witnesses } from '../../fixtures/api/witnesses.ts';

const zone = 'America/New_York';
const view = witnessesView(witnesses, zone);

describe('what the parties say of their own services', () => {
  it('stands with who says it, since when, and whether our checks agree', () => {
    expect(view?.witnesses[0]).toMatchObject({
      source: 'Lumen status',
      says: 'Operational',
      standing: 'disagrees with our checks',
      disagrees: true,
      words: 'It says that all is well; our last check of orders-api failed (timeout).',
      since: { text: '18 Nov 2026, 08:30' },
      seenAt: { text: '20 Nov 2026, 15:08' },
    });
  });

  it('disagrees only where it contradicts what was found', () => {
    expect(view?.witnesses[1]).toMatchObject({ says: 'Degraded', disagrees: false });
  });

  it('proposes a maintenance with a document to sign, and without one where the page names no end', () => {
    expect(view?.proposals).toMatchObject([
      {
        name: 'Move of the order database',
        from: { text: '6 Dec 2026, 02:00' },
        until: { text: '6 Dec 2026, 04:00' },
        notes: [],
        published: { text: '18 Nov 2026, 08:30' },
      },
      { name: 'Renewal of certificates', until: null, document: null },
    ]);
    expect(view?.proposals[0]?.document).toContain('agreement: northwind-lumen');
  });

  it('says that a page has dropped what it had announced', () => {
    const proposals = witnesses.proposals.map((proposal) => ({ ...proposal, isOnPage: false, name: '' }));
    const [first] = witnessesView({ ...witnesses, proposals }, zone)?.proposals ?? [];
    expect(first).toMatchObject({
      name: 'Maintenance without a name',
      notes: ['The page no longer shows it.'],
    });
  });

  it('says how much maintenance is left off', () => {
    const words = (proposalsLeftOff: number) =>
      witnessesView({ ...witnesses, proposalsLeftOff }, zone)?.leftOff;
    expect(words(0)).toBeNull();
    expect(words(1)).toBe('The maintenance that is nearest to now is listed; 1 more is left off.');
    expect(words(20)).toBe('The maintenance that is nearest to now is listed; 20 more are left off.');
  });

  it('is no part of a page where nobody said anything, or where the collector gave no answer', () => {
    expect(witnessesView({ ...witnesses, witnesses: [], proposals: [] }, zone)).toBeNull();
    expect(witnessesView(null, zone)).toBeNull();
  });
});
