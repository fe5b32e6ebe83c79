// A warning with its place in a file, as people read it: on one line in the log, in a few on the command line.
import type { Clause } from '@upheld/shared/agreement/agreement';
import { follow } from '@upheld/shared/agreement/named-path';
import { isMapping, placesAt, valueAt } from '@upheld/shared/agreement/paths';
import type { Path } from '@upheld/shared/agreement/shown';
import type { Warning } from '@upheld/shared/lint/warning';
import type { ConfigDocument } from './documents.ts';

/** Lines and columns count from 1; 0 where the warning is about a file or a folder as a whole. */
export type PlacedWarning = Omit<Warning, 'document'> & { file: string; line: number; column: number };

/** The warning at its place: where its path stands, or the nearest part around it. */
export function placeWarning({ document, ...warning }: Warning, documents: ConfigDocument[]): PlacedWarning {
  const written = documents.find(({ value }) => isDocument(value, document));
  if (written === undefined) return { ...warning, file: document.name, line: 0, column: 0 };
  const { file, line, column } = written.locate(pathIn(written.value, warning.path));
  return { ...warning, file, line, column };
}

/**
 * `file:line:column: path: WHY (clause); propose: YAML`.
 * @example
 * config/acme.yaml:31:26: objectives.uptime.objective.target: one bad minute misses >= 100%, and no number ...
 */
export function warningLine({ file, line, column, path, why, clause, proposal }: PlacedWarning): string {
  const place = line === 0 ? file : `${file}:${line}:${column}: ${path}`;
  const quoted = clauseText(clause);
  return `${place}: ${why}${quoted === '' ? '' : ` (${quoted})`}${proposal === null ? '' : `; propose: ${proposal}`}`;
}

/** `clause 2.3 "99.9% uptime"`; empty where nothing is quoted. */
export function clauseText(clause: Clause | null): string {
  const parts = [clause?.section, clause?.text === undefined ? undefined : JSON.stringify(clause.text)];
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? '' : `clause ${said.join(' ')}`;
}

/** What an amendment brings stands in the change that brings it, everything else at its own path. */
function pathIn(document: unknown, words: string): Path {
  const change = placesAt(document, 'spec.changes[].path').find(
    ({ value }) => typeof value === 'string' && (isWithin(words, value) || isWithin(value, words)),
  );
  return change?.path ?? follow(document, words).path;
}

function isWithin(words: string, part: string): boolean {
  return words === part || words.startsWith(`${part}.`);
}

/** An installation has one Settings document, whatever its name. */
function isDocument(value: unknown, { kind, name }: Warning['document']): boolean {
  if (!isMapping(value) || value['kind'] !== kind) return false;
  return kind === 'Settings' || valueAt(value, ['metadata', 'name']) === name;
}
