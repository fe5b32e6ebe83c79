// What an amendment makes of an agreement, or every reason why it cannot.
import type { Amendment, Change } from './agreement.ts';
import { blamed } from './blame.ts';
import { changed, changeFaults } from './change.ts';
import type { FullTerms } from './document.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { brokenFixed, fixedTerms, namedFixed, overlaps } from './fixed-terms.ts';
import type { FixedTerm } from './fixed-terms.ts';
import { groundFor } from './ground.ts';
import type { Ground } from './ground.ts';
import type { Kinds } from './kinds.ts';
import { readTerms } from './read.ts';
import type { Read } from './read.ts';
import { such } from './rule.ts';
import { writtenTerms } from './written.ts';

/** An agreement between two amendments: as it is written, as it was read, and what it may not change any more. */
export type Standing = { written: unknown; terms: FullTerms; fixed: FixedTerm[] };

/** An amendment and the document that says it. */
export type Proposal = { document: unknown; amendment: Amendment };

/** The agreement as a proposal leaves it. The changes of one amendment are made at once, in no order. */
export function amend(standing: Standing, proposal: Proposal, kinds: Kinds): Read<Standing> {
  const { changes } = proposal.amendment;
  const ground = groundFor(standing.written, writtenTerms(standing.terms, kinds), changes);
  const faults = [...outsideAgreement(standing, proposal), ...changesAtFault(standing, proposal, ground)];
  if (faults.length > 0) return { ok: false, faults };
  const written = changes.reduce(changed, ground.base);
  const read = readTerms(written, kinds);
  if (!read.ok) {
    const alone = (change: Change) => faultsOf(changed(ground.base, change), kinds);
    return { ok: false, faults: blamed({ changes, result: written, faults: read.faults, alone }) };
  }
  const after = fixedTerms(read.value);
  const broken = brokenFixed(standing.fixed, after).map((term) => brokenFault(term, proposal));
  if (broken.length > 0) return { ok: false, faults: broken };
  return { ok: true, value: { written, terms: read.value, fixed: joined(standing.fixed, after) } };
}

/** An agreement that nobody has amended yet. */
export function asSigned(written: unknown, terms: FullTerms): Standing {
  return { written, terms, fixed: fixedTerms(terms) };
}

function faultsOf(written: unknown, kinds: Kinds): Fault[] {
  const read = readTerms(written, kinds);
  return read.ok ? [] : read.faults;
}

function outsideAgreement({ terms }: Standing, { document, amendment }: Proposal): Fault[] {
  const { from, until } = terms.effective;
  const date = amendment.effective.from;
  if (from <= date && (until === undefined || date <= until)) return [];
  const span = until === undefined ? `from ${from} on` : `from ${from} to ${until}`;
  return [
    faultAt(
      document,
      ['spec', 'effective', 'from'],
      such(`an amendment takes effect while its agreement counts, ${span}`, from),
    ),
  ];
}

const metadataRule = such(
  'an amendment changes what stands under spec; change metadata in the agreement itself',
  'objectives.uptime.objective.target',
);

function changesAtFault(
  { fixed }: Standing,
  { document, amendment: { changes } }: Proposal,
  ground: Ground,
): Fault[] {
  const refused = namedFixed(fixed, changes);
  return changes.flatMap((change, index) => {
    const at = ['spec', 'changes', index];
    const rule =
      refused.find((one) => one.index === index)?.rule ?? ruleOfPath(change.path, changes.slice(0, index));
    if (rule !== undefined) return [faultAt(document, [...at, 'path'], rule)];
    return changeFaults({ document, at, change }, ground);
  });
}

function ruleOfPath(path: string, before: readonly Change[]): string | undefined {
  if (/^metadata(\.|$)/.test(path)) return metadataRule;
  const other = before.find((change) => overlaps(change.path, path))?.path;
  if (other === undefined) return undefined;
  const wider = other.length < path.length ? other : path;
  return such(`another change here is of ${other}; an amendment changes a thing once`, `path: ${wider}`);
}

/** A change of something wider, in which a fixed term came out otherwise. */
function brokenFault({ path, rule }: FixedTerm, { document, amendment: { changes } }: Proposal): Fault {
  const index = changes.findIndex((change) => overlaps(change.path, path));
  return faultAt(document, ['spec', 'changes', ...(index < 0 ? [] : [index, 'path'])], rule);
}

/** A promise or source that was there once is fixed for good, even where it is gone meanwhile. */
function joined(before: FixedTerm[], after: FixedTerm[]): FixedTerm[] {
  return [...before, ...after.filter(({ path }) => !before.some((term) => term.path === path))];
}
