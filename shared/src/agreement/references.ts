// Names that resolve to nothing. The table says where names stand and what they name; it is read against
// the document as it was written, so that one fault elsewhere hides none here.
import { among } from './among.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { placesAt, valueAt } from './paths.ts';
import { such } from './rule.ts';

/** The names that a document defines, by what they name. */
const definitions = {
  party: { at: 'spec.parties[].id', example: 'acme' },
  person: { at: 'spec.parties[]', example: 'acme.executive' },
  document: { at: 'spec.documents[].id', example: 'tpa' },
  calendar: { at: 'spec.calendars', example: 'always' },
  source: { at: 'spec.sources[].name', example: 'orders-api' },
  objective: { at: 'spec.objectives[].name', example: 'uptime' },
  promise: { at: 'spec.objectives[].name', example: 'uptime' },
  severity: { at: 'spec.support[].severities[].level', example: '1' },
  kpi: { at: 'spec.kpis[].name', example: 'nps' },
  body: { at: 'spec.governance.bodies[].name', example: 'steering' },
} as const;

type Named = keyof typeof definitions;

/** Where names stand; `also` are words that mean something there without a definition. */
const references: { at: string; names: Named; also?: string[] }[] = [
  { at: 'spec.sources[].measuredBy', names: 'party' },
  { at: 'spec.objectives[].owedBy', names: 'party' },
  { at: 'spec.objectives[].clause.document', names: 'document' },
  { at: 'spec.objectives[].indicator.sources[]', names: 'source' },
  { at: 'spec.objectives[].calendar', names: 'calendar' },
  { at: 'spec.support[].owedBy', names: 'party' },
  { at: 'spec.support[].source', names: 'source' },
  { at: 'spec.support[].clause.document', names: 'document' },
  { at: 'spec.support[].severities[].calendar', names: 'calendar' },
  { at: 'spec.credits.objective', names: 'objective' },
  { at: 'spec.triggers[].when.objective', names: 'promise', also: ['any'] },
  { at: 'spec.triggers[].when.kpi', names: 'kpi', also: ['any'] },
  { at: 'spec.triggers[].when.severity', names: 'severity' },
  { at: 'spec.triggers[].then.notify[]', names: 'body' },
  { at: 'spec.triggers[].then.escalateTo', names: 'body' },
  { at: 'spec.correctiveAction.ladder[].level', names: 'body', also: ['owner'] },
  { at: 'spec.correctiveAction.cure.clause.document', names: 'document' },
  { at: 'spec.governance.calendar', names: 'calendar' },
  { at: 'spec.governance.bodies[].members[]', names: 'person' },
  { at: 'spec.obligations[].owedBy', names: 'party', also: ['both'] },
  { at: 'spec.obligations[].clause.document', names: 'document' },
  { at: 'spec.kpis[].respondents[]', names: 'party' },
  { at: 'spec.kpis[].clause.document', names: 'document' },
];

/** Every name of an Agreement document that resolves to nothing in it. */
export function unresolvedNames(document: unknown): Fault[] {
  return references.flatMap(({ at, names, also = [] }) => {
    const defined = definedNames(document, names);
    const known = [...also, ...defined];
    return placesAt(document, at)
      .filter(({ value }) => isName(value, names) && !known.includes(String(value)))
      .map(({ path, value }) => faultAt(document, path, rule(names, known, String(value))));
  });
}

function definedNames(document: unknown, names: Named): string[] {
  if (names === 'calendar') {
    return ['always', ...placesAt(document, 'spec.calendars.*').map(({ path }) => String(path.at(-1)))];
  }
  if (names === 'person') return people(document);
  if (names === 'promise') return [...definedNames(document, 'objective'), ...responsePromises(document)];
  return placesAt(document, definitions[names].at)
    .map(({ value }) => value)
    .filter((value) => isName(value, names))
    .map(String);
}

/** `<party>.<role>` of every person. */
function people(document: unknown): string[] {
  return placesAt(document, 'spec.parties[]').flatMap(({ value: party }) =>
    placesAt(party, 'id').flatMap(({ value: id }) =>
      placesAt(party, 'people.*').map(({ path }) => `${String(id)}.${String(path.at(-1))}`),
    ),
  );
}

/** `<matrix>-severity-1-first-response` of every severity. */
function responsePromises(document: unknown): string[] {
  return placesAt(document, 'spec.support[]').flatMap(({ value: matrix }) =>
    placesAt(matrix, 'severities[].level').map(
      ({ value: level }) => `${String(valueAt(matrix, ['name']))}-severity-${String(level)}-first-response`,
    ),
  );
}

function rule(names: Named, known: string[], given: string): string {
  const { at, example } = definitions[names];
  const place = at.replace(/^spec\.|\[\].*$/g, '').replaceAll('[]', '');
  if (known.length === 0) return such(`no ${names} of this name is defined under ${place}`, example);
  return among([...new Set(known)], given);
}

/** Severities are named by a number, everything else by text. */
function isName(value: unknown, names: Named): boolean {
  return typeof value === (names === 'severity' ? 'number' : 'string');
}
