// The agreements of a folder as its amendments leave them, one after the other by their dates, wherever in the
// folder they stand.
import { dateNumber, dateText, startOfLocalDate } from '../time/local-date.ts';
import type { Amended } from './agreement.ts';
import { amend, asSigned } from './amend.ts';
import type { Proposal, Standing } from './amend.ts';
import { missingSignatures } from './amendment.ts';
import type { DocumentRecord } from './document-kinds.ts';
import type { FullTerms } from './document.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { overlaps } from './fixed-terms.ts';
import type { Kinds } from './kinds.ts';
import { valueAt } from './paths.ts';
import { readTerms } from './read.ts';
import type { Read } from './read.ts';
import { such } from './rule.ts';

/** A document of a folder with its record, null where it has faults of its own. */
export type FolderDocument = { written: unknown; record: DocumentRecord | null };

/** Terms as an amendment left them, with the Agreement document that says the same. */
export type AmendedDocument = Amended<FullTerms> & { written: unknown };

export type Amendments = {
  /** By the name of the agreement, rising by date; of the amendments that every party has signed. */
  amended: Map<string, AmendedDocument[]>;
  /** Of each document, in the order given. */
  faults: Fault[][];
};

/**
 * What the amendments of a folder make of its agreements. Those that not every party has signed are checked
 * as the others are and change nothing. Behind one with a fault the same agreement's others are not checked:
 * what they would change is not known.
 */
export function amendAll(documents: readonly FolderDocument[], kinds: Kinds): Amendments {
  const chains = documents.flatMap(({ written, record }) => {
    const read = record?.kind === 'Agreement' ? readTerms(written, kinds) : null;
    return read?.ok ? [chainOf(asSigned(written, read.value), documents, kinds)] : [];
  });
  const faults = new Map(chains.map(({ fault }) => [fault?.document, fault?.faults]));
  return {
    amended: new Map(chains.map(({ name, versions }) => [name, versions])),
    faults: documents.map(({ written }) => faults.get(written) ?? []),
  };
}

type Chain = {
  name: string;
  versions: AmendedDocument[];
  /** Where the chain ends early. */
  fault: { document: unknown; faults: Fault[] } | null;
};

function chainOf(signed: Standing, documents: readonly FolderDocument[], kinds: Kinds): Chain {
  const { name, parties, timeZone } = signed.terms;
  const versions: AmendedDocument[] = [];
  const acting: Proposal[] = [];
  let standing = signed;
  for (const proposal of proposalsFor(name, documents)) {
    const { document, amendment } = proposal;
    const acts = missingSignatures(amendment, parties).length === 0;
    const result = amendOnce(standing, proposal, acts ? acting : [], kinds);
    if (!result.ok) return { name, versions, fault: { document, faults: result.faults } };
    if (!acts) continue;
    standing = result.value;
    acting.push(proposal);
    const from = startOfLocalDate(amendment.effective.from, timeZone);
    versions.push({ name: amendment.name, from, terms: standing.terms, written: standing.written });
  }
  return { name, versions, fault: null };
}

/** In the order in which they take effect, then by name; none where one of them cannot be read. */
function proposalsFor(agreement: string, documents: readonly FolderDocument[]): Proposal[] {
  const own = documents.filter(
    ({ written }) =>
      valueAt(written, ['kind']) === 'Amendment' && valueAt(written, ['spec', 'agreement']) === agreement,
  );
  const proposals = own.flatMap(({ written, record }) =>
    record?.kind === 'Amendment' ? [{ document: written, amendment: record.amendment }] : [],
  );
  const names = proposals.map(({ amendment }) => amendment.name);
  if (proposals.length < own.length) return [];
  return proposals.filter(({ amendment }, index) => names.indexOf(amendment.name) === index).sort(byDate);
}

/** By code unit: the same order on every machine. */
function byDate({ amendment: a }: Proposal, { amendment: b }: Proposal): number {
  const [one, other] = [a, b].map(({ effective, name }) => `${effective.from} ${name}`);
  return String(one) < String(other) ? -1 : 1;
}

function amendOnce(standing: Standing, proposal: Proposal, acting: Proposal[], kinds: Kinds): Read<Standing> {
  const faults = acting.flatMap((other) => sameDateFaults(proposal, other));
  return faults.length > 0 ? { ok: false, faults } : amend(standing, proposal, kinds);
}

/** Of two amendments of one date nobody can say which came first, so they change different things. */
function sameDateFaults({ document, amendment }: Proposal, { amendment: other }: Proposal): Fault[] {
  const date = amendment.effective.from;
  if (other.effective.from !== date) return [];
  const rule = such(
    `${other.name} changes this on the same date; one of the two takes effect on another`,
    `effective: { from: ${dateText(dateNumber(date) + 1)} }`,
  );
  return amendment.changes.flatMap(({ path }, index) =>
    other.changes.some((change) => overlaps(change.path, path))
      ? [faultAt(document, ['spec', 'changes', index, 'path'], rule)]
      : [],
  );
}
