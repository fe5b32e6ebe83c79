// Exclusions that their own claimant approved: they stand on the page and change no number
// (measurement.md section 3).
import type { Agreement, Exclusion } from '../agreement/agreement.ts';
import type { Finding } from './warning.ts';

/** What there is to say of an exclusion; `agreement` is the one that it names. */
export function selfApproved(exclusion: Exclusion, agreement: Pick<Agreement, 'parties'>): Finding[] {
  const { approved, approvedBy, requestedBy } = exclusion;
  if (approved || approvedBy === null) return [];
  const other = agreement.parties.find(({ id }) => id !== requestedBy.party);
  return [
    {
      path: 'approvedBy',
      clause: null,
      why: `${requestedBy.party} asked for this and approved it too, so it does not act until the other party approves`,
      proposal:
        other === undefined
          ? null
          : `approvedBy: { party: ${other.id}, by: ${other.people.accountable.name}, at: ... }`,
    },
  ];
}
