// What kind of document this is, and what it says.
import { among } from './among.ts';
import type { Amendment, Exclusion } from './agreement.ts';
import type { FullAgreement } from './document.ts';
import { faultAt } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { isMapping, valueAt } from './paths.ts';
import { readAgreement, readAmendment, readExclusion, readSettings } from './read.ts';
import type { Read } from './read.ts';
import { such } from './rule.ts';
import type { Settings } from './settings.ts';

export type DocumentRecord =
  | { kind: 'Agreement'; agreement: FullAgreement }
  | { kind: 'Amendment'; amendment: Amendment }
  | { kind: 'Exclusion'; exclusion: Exclusion }
  | { kind: 'Settings'; settings: Settings };

const mappingRule = such('a document has the keys apiVersion, kind, metadata and spec', 'kind: Agreement');
const documentKinds = ['Agreement', 'Amendment', 'Exclusion', 'Settings'];

/** The record of a document by its `kind`, or every fault of it. */
export function readDocument(document: unknown, kinds: Kinds): Read<DocumentRecord> {
  if (!isMapping(document)) return { ok: false, faults: [faultAt(document, [], mappingRule)] };
  switch (valueAt(document, ['kind'])) {
    case 'Agreement':
      return mapped(readAgreement(document, kinds), (agreement) => ({ kind: 'Agreement', agreement }));
    case 'Amendment':
      return mapped(readAmendment(document), (amendment) => ({ kind: 'Amendment', amendment }));
    case 'Exclusion':
      return mapped(readExclusion(document), (exclusion) => ({ kind: 'Exclusion', exclusion }));
    case 'Settings':
      return mapped(readSettings(document), (settings) => ({ kind: 'Settings', settings }));
    default:
      return {
        ok: false,
        faults: [faultAt(document, ['kind'], among(documentKinds, valueAt(document, ['kind'])))],
      };
  }
}

function mapped<Value>(read: Read<Value>, record: (value: Value) => DocumentRecord): Read<DocumentRecord> {
  return read.ok ? { ok: true, value: record(read.value) } : read;
}
