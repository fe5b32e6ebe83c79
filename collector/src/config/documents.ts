// A file of YAML documents, each with its value, its faults and the places of its parts.
import { LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Document } from 'yaml';
import type { Fault as DocumentFault } from '@upheld/shared/agreement/fault';
import { pathText } from '@upheld/shared/agreement/named-path';
import { such } from '@upheld/shared/agreement/rule';
import type { Path } from '@upheld/shared/agreement/shown';
import type { Fault, Place } from './fault.ts';
import { offsetAt, pathAtOffset } from './positions.ts';
import { yamlWords } from './yaml-words.ts';

/** `value` is undefined when the document is not YAML; `faults` then say why. */
export type ConfigDocument = {
  value: unknown;
  faults: Fault[];
  /** Gives a fault its place. */
  place(fault: DocumentFault): Fault;
  /** Where a path stands, or the nearest part around it. */
  locate(path: Path): Location;
};

type Location = Omit<Place, 'path'>;

/** A parser's error: what it is called and where. */
type Trouble = { code: string; offset: number };

const emptyRule = such('a file has documents with apiVersion, kind, metadata and spec', 'kind: Agreement');

/** The documents of a file. A file without any is one fault. */
export function parseDocuments(file: string, text: string): ConfigDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  });
  const documents = [...parsed].map((document) => readOne(file, document, lines));
  return documents.length > 0 ? documents : [emptyFile(file)];
}

function readOne(file: string, document: Document.Parsed, lines: LineCounter): ConfigDocument {
  const at = (offset: number): Location => ({
    file,
    line: lines.linePos(offset).line,
    column: lines.linePos(offset).col,
  });
  const troubles = troublesOf(document);
  const written = expanded(document);
  const name = (path: Path) => pathText(written, path);
  return {
    value: troubles.length === 0 ? written : undefined,
    faults: troubles.map(({ code, offset }) => ({
      ...at(offset),
      path: name(pathAtOffset(document, offset)),
      ...yamlWords(code),
    })),
    place: ({ path, key, got, rule }) => ({
      ...at(offsetAt(document, path, key)),
      path: name(path),
      got,
      rule,
    }),
    locate: (path) => at(offsetAt(document, path)),
  };
}

function emptyFile(file: string): ConfigDocument {
  const fault: Fault = { file, line: 1, column: 1, path: 'document', got: 'nothing', rule: emptyRule };
  return { value: undefined, faults: [fault], place: () => fault, locate: () => fault };
}

/** Repeated keys, and the first of any other errors: those after it follow from it. */
function troublesOf(document: Document.Parsed): Trouble[] {
  const found = [...document.errors, ...document.warnings].map(({ code, pos }) => ({ code, offset: pos[0] }));
  const repeated = found.filter(({ code }) => code === 'DUPLICATE_KEY');
  const first = found.find(({ code }) => code !== 'DUPLICATE_KEY');
  if (first !== undefined) return [...repeated, first];
  return repeated.length > 0 ? repeated : aliasTroubles(document);
}

function aliasTroubles(document: Document.Parsed): Trouble[] {
  const dangling: Trouble[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) {
        dangling.push({ code: 'BAD_ALIAS', offset: alias.range?.[0] ?? 0 });
      }
    },
  });
  if (dangling.length > 0) return dangling;
  return expanded(document) === undefined ? [{ code: 'MANY_ALIASES', offset: document.range[0] }] : [];
}

/** The document's value, undefined where its aliases lead nowhere or expand beyond the parser's limit. */
function expanded(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}
