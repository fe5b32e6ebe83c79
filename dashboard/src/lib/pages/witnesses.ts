// What the parties say of their own services, beside our checks, and the maintenance that they published. Pure.
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import type { Proposal, Witness, WitnessesResponse } from '@upheld/shared/api/witness-records';
import { printInstant } from '../words/instant.ts';
import { readable } from '../words/names.ts';

const statusWords: Record<ReportedStatus, string> = {
  operational: 'Operational',
  degraded: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
  maintenance: 'Maintenance',
  unknown: 'Cannot be read',
};

const standingWords: Record<Witness['agreement'], string> = {
  agrees: 'agrees with our checks',
  disagrees: 'disagrees with our checks',
  unknown: 'nothing to compare',
};

export type WitnessesView = ReturnType<typeof witnessesView>;

/** Null where nobody reported anything: the page then has no section for it. */
export function witnessesView(response: WitnessesResponse | null, zone: string) {
  if (response === null || response.witnesses.length + response.proposals.length === 0) return null;
  return {
    witnesses: response.witnesses.map((witness) => witnessRow(witness, zone)),
    proposals: response.proposals.map((proposal) => proposalRow(proposal, zone)),
    leftOff: leftOffWords(response.proposalsLeftOff),
    zone,
  };
}

/** Null where everything is listed. */
function leftOffWords(count: number): string | null {
  if (count === 0) return null;
  return `The maintenance that is nearest to now is listed; ${count} more ${count === 1 ? 'is' : 'are'} left off.`;
}

function witnessRow({ source, status, at, seenAt, agreement, words }: Witness, zone: string) {
  return {
    source: readable(source),
    says: statusWords[status],
    disagrees: agreement === 'disagrees',
    standing: standingWords[agreement],
    words: `${words}.`,
    since: printInstant(at, zone),
    seenAt: printInstant(seenAt, zone),
  };
}

function proposalRow(proposal: Proposal, zone: string) {
  const { source, id, name, start, end, publishedAt, isOnPage, isLate, document } = proposal;
  return {
    key: `${source} ${id}`,
    name: name === '' ? 'Maintenance without a name' : name,
    source: readable(source),
    from: printInstant(start, zone),
    until: end === null ? null : printInstant(end, zone),
    published: printInstant(publishedAt, zone),
    notes: [
      ...(isLate ? ['That was after it had begun: it was not announced.'] : []),
      ...(isOnPage ? [] : ['The page no longer shows it.']),
    ],
    document,
  };
}
