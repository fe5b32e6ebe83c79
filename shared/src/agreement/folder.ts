// What holds between the documents of one folder: names of their own, one Settings, and amendments and
// exclusions that name what is there. Read against the documents as written, so that one fault elsewhere hides none here.
import { among } from './among.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { placesAt, valueAt } from './paths.ts';
import { such } from './rule.ts';

const ownName: Record<string, string> = {
  Agreement: such('an agreement has a name of its own in its folder', 'acme-2'),
  Amendment: such('an amendment has a name of its own in its folder', 'acme-a2'),
  Exclusion: such('an exclusion has a name of its own in its folder', 'maintenance-2'),
};

const oneSettings = such('a folder has one Settings document', 'settings.yaml');

/** What documents name in their agreement, by their kind. */
const agreementNames: Record<string, { at: string; defined: string; example: string }[]> = {
  Amendment: [{ at: 'spec.signatures[].party', defined: 'spec.parties[].id', example: 'acme' }],
  Exclusion: [
    { at: 'spec.sources[]', defined: 'spec.sources[].name', example: 'orders-api' },
    { at: 'spec.requestedBy.party', defined: 'spec.parties[].id', example: 'acme' },
    { at: 'spec.approvedBy.party', defined: 'spec.parties[].id', example: 'acme' },
  ],
};

/**
 * The faults of each document that only its neighbours show, in the order of `documents`. `complete` is
 * false when some could not be read: then an agreement that is not here may be in one of those. `amended`
 * are the Agreement documents as amendments left them: what they add can be named too.
 */
export function folderFaults(
  documents: readonly unknown[],
  complete: boolean,
  amended: readonly unknown[] = [],
): Fault[][] {
  const agreements = [...documents, ...amended].filter((document) => kindOf(document) === 'Agreement');
  return documents.map((document, index) => [
    ...repeatedDocument(document, documents.slice(0, index)),
    ...agreementFaults(document, agreements, complete),
  ]);
}

function repeatedDocument(document: unknown, before: readonly unknown[]): Fault[] {
  const kind = kindOf(document);
  const alike = before.filter((other) => kindOf(other) === kind);
  if (kind === 'Settings') return alike.length === 0 ? [] : [again(document, ['kind'], oneSettings)];
  const rule = ownName[String(kind)];
  const name = nameOf(document);
  if (rule === undefined || typeof name !== 'string' || !alike.some((other) => nameOf(other) === name)) {
    return [];
  }
  return [again(document, ['metadata', 'name'], rule)];
}

function agreementFaults(document: unknown, agreements: readonly unknown[], complete: boolean): Fault[] {
  const names = agreementNames[String(kindOf(document))];
  if (names === undefined) return [];
  const path = ['spec', 'agreement'];
  const name = valueAt(document, path);
  const versions = agreements.filter((candidate) => nameOf(candidate) === name);
  if (versions.length > 0) return names.flatMap((named) => unknownNames(document, versions, named));
  if (typeof name !== 'string' || !complete) return [];
  const rule = oneOfThese(name, agreements.map(nameOf), 'no agreement is in this folder', 'acme');
  return [faultAt(document, path, rule)];
}

function unknownNames(
  document: unknown,
  versions: readonly unknown[],
  { at, defined, example }: { at: string; defined: string; example: string },
): Fault[] {
  const names = versions.flatMap((agreement) => placesAt(agreement, defined)).map(({ value }) => value);
  return placesAt(document, at)
    .filter(({ value }) => typeof value === 'string' && !names.includes(value))
    .map(({ path, value }) =>
      faultAt(
        document,
        path,
        oneOfThese(String(value), names, 'its agreement has none of this name', example),
      ),
    );
}

function oneOfThese(given: string, names: readonly unknown[], none: string, example: string): string {
  const words = [...new Set(names)].filter((name) => typeof name === 'string');
  return words.length === 0 ? such(none, example) : among(words, given);
}

function again(document: unknown, path: Fault['path'], rule: string): Fault {
  const fault = faultAt(document, path, rule);
  return { ...fault, got: `${fault.got} again` };
}

function kindOf(document: unknown): unknown {
  return valueAt(document, ['kind']);
}

function nameOf(document: unknown): unknown {
  return valueAt(document, ['metadata', 'name']);
}
