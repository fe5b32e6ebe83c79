// A fault of a document: where it is, what stands there, and the rule with an example.
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { valueAt } from './paths.ts';
import { such } from './rule.ts';
import { shown, shownKey } from './shown.ts';
import type { Path } from './shown.ts';

/** `key` names a key of the mapping at `path` where the key itself is at fault, not what stands under it. */
export type Fault = { path: Path; key?: string; got: string; rule: string };

/** The fault of the value that stands at `path`. */
export function faultAt(document: unknown, path: Path, rule: string): Fault {
  return { path, got: shown(valueAt(document, path), path, rule), rule };
}

/** The fault of a key, with the nearest of the keys that may stand there. */
export function unknownKey(path: Path, key: string, rule: string): Fault {
  const known = rule.replace(/^one of /, '').split(', ');
  return { path, key, got: `the unknown key ${shownKey(key)}`, rule: such(rule, nearest(key, known) ?? '') };
}

/** What a schema found, one fault for each unknown key. */
export function schemaFaults(error: z.ZodError, document: unknown): Fault[] {
  return error.issues.flatMap((issue) => issueFaults(issue, document));
}

function issueFaults(issue: z.core.$ZodIssue, document: unknown): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(path, key, issue.message));
  if (issue.code === 'invalid_key') return [keyFault(path, issue.message)];
  return [faultAt(document, path, issue.message)];
}

function keyFault(path: Path, rule: string): Fault {
  const key = String(path.at(-1));
  return { path: path.slice(0, -1), key, got: `the key ${shownKey(key)}`, rule };
}
