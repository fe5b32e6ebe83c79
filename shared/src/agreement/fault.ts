// A fault of a document: where it is, what stands there, and the rule with an example.
import type { z } from 'zod';
import { among } from './among.ts';
import { valueAt } from './paths.ts';
import { shown, shownKey } from './shown.ts';
import type { Path } from './shown.ts';

/** `key` names a key of the mapping at `path` where the key itself is at fault, not what stands under it. */
export type Fault = { path: Path; key?: string; got: string; rule: string };

/** The fault of the value that stands at `path`. */
export function faultAt(document: unknown, path: Path, rule: string): Fault {
  return { path, got: shown(valueAt(document, path), path, rule), rule };
}

/** What a schema found, one fault for each unknown key. */
export function schemaFaults(error: z.ZodError, document: unknown): Fault[] {
  const unknownKinds = error.issues.filter(isUnknownKind).map(({ path }) => path.slice(0, -2).join('.'));
  return error.issues
    .filter(
      (issue) => !(isAbsent(issue, document) && unknownKinds.includes(issue.path.slice(0, -1).join('.'))),
    )
    .flatMap((issue) => issueFaults(issue, document));
}

/** What a part of an unknown kind may leave out is not known, so nothing that is absent there is a fault. */
function isUnknownKind({ code, path }: z.core.$ZodIssue): boolean {
  return code === 'invalid_union' && path.at(-1) === 'type';
}

function isAbsent(issue: z.core.$ZodIssue, document: unknown): boolean {
  return issue.code === 'invalid_type' && valueAt(document, pathOf(issue)) === undefined;
}

function issueFaults(issue: z.core.$ZodIssue, document: unknown): Fault[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(path, key, issue.message));
  }
  if (issue.code === 'invalid_key') return [keyFault(path, issue.message)];
  return [faultAt(document, path, issue.message)];
}

/** Where the value stands that an issue is about. */
export function pathOf({ path }: z.core.$ZodIssue): Path {
  return path.map((step) => (typeof step === 'symbol' ? String(step) : step));
}

/** `known` lists the keys that may stand there (wording.ts), separated by commas. */
function unknownKey(path: Path, key: string, known: string): Fault {
  return { path, key, got: `the unknown key ${shownKey(key)}`, rule: among(known.split(', '), key) };
}

function keyFault(path: Path, rule: string): Fault {
  const key = String(path.at(-1));
  return { path: path.slice(0, -1), key, got: `the key ${shownKey(key)}`, rule };
}
