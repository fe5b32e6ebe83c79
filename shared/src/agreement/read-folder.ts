// The documents of one folder, each read by itself and then beside the others.
import { amendAll } from './amended.ts';
import type { Amendments } from './amended.ts';
import { readDocument } from './document-kinds.ts';
import type { DocumentRecord } from './document-kinds.ts';
import type { Fault } from './fault.ts';
import { folderFaults } from './folder.ts';
import type { Kinds } from './kinds.ts';

export type ReadFolder = {
  /** Of documents without faults of their own; agreements carry what their amendments make of them. */
  records: DocumentRecord[];
  /** Of each document, in the order given. */
  faults: Fault[][];
};

/**
 * Reads every document of a folder, in whatever order they come, and finds every fault in and between them.
 * `complete` is false when some could not be read: what is not here may be in one of those.
 */
export function readFolder(documents: readonly unknown[], complete: boolean, kinds: Kinds): ReadFolder {
  const reads = documents.map((document) => readDocument(document, kinds));
  const amendments = amendAll(
    reads.map((read, index) => ({ written: documents[index], record: read.ok ? read.value : null })),
    kinds,
  );
  const amended = [...amendments.amended.values()].flat().map(({ written }) => written);
  const between = folderFaults(documents, complete, amended);
  return {
    records: reads.flatMap((read) => (read.ok ? [withAmendments(read.value, amendments)] : [])),
    faults: reads.map((read, index) => [
      ...(read.ok ? [] : read.faults),
      ...(between[index] ?? []),
      ...(amendments.faults[index] ?? []),
    ]),
  };
}

function withAmendments(record: DocumentRecord, { amended }: Amendments): DocumentRecord {
  if (record.kind !== 'Agreement') return record;
  const versions = amended.get(record.agreement.name) ?? [];
  const known = versions.map(({ name, from, terms }) => ({ name, from, terms }));
  return { ...record, agreement: { ...record.agreement, amended: known } };
}
