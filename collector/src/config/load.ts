// Loads a folder of agreements, exclusions and settings: all of it, or every fault in it at once.
import { folderFaults } from '@upheld/shared/agreement/folder';
import { readDocument } from '@upheld/shared/agreement/document-kinds';
import type { DocumentRecord } from '@upheld/shared/agreement/document-kinds';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { warningsOf } from '@upheld/shared/agreement/warnings';
import type { Configuration } from './configuration.ts';
import { parseDocuments } from './documents.ts';
import type { ConfigDocument } from './documents.ts';
import { inReadingOrder } from './fault.ts';
import type { Fault } from './fault.ts';
import { listFiles, readConfigFile } from './files.ts';

export type Loaded =
  { ok: true; configuration: Configuration; warnings: string[] } | { ok: false; faults: Fault[] };

/** The configuration of a folder under the kinds there are. Never throws for what the folder holds. */
export async function loadConfiguration(folder: string, kinds: Kinds): Promise<Loaded> {
  const listing = await listFiles(folder);
  if (!listing.ok) return { ok: false, faults: [listing.fault] };
  const files = await Promise.all(listing.files.map(readConfigFile));
  const documents = files.flatMap((file) => ('fault' in file ? [] : parseDocuments(file.file, file.text)));
  const unreadable = files.flatMap((file) => ('fault' in file ? [file.fault] : []));
  const read = readAll(documents, kinds, unreadable.length === 0);
  const faults = [...unreadable, ...read.faults];
  if (faults.length > 0) return { ok: false, faults: inReadingOrder(faults) };
  const configuration = configurationOf(read.records);
  return { ok: true, configuration, warnings: [...folderWarnings(folder, configuration, listing.ignored)] };
}

function readAll(documents: ConfigDocument[], kinds: Kinds, allFilesRead: boolean) {
  const parsed = documents.filter(({ faults }) => faults.length === 0);
  const complete = allFilesRead && parsed.length === documents.length;
  const between = folderFaults(
    parsed.map(({ value }) => value),
    complete,
  );
  const results = parsed.map((document, index) => ({
    document,
    read: readDocument(document.value, kinds),
    between: between[index] ?? [],
  }));
  return {
    records: results.flatMap(({ read }) => (read.ok ? [read.value] : [])),
    faults: [
      ...documents.flatMap(({ faults }) => faults),
      ...results.flatMap(({ document, read, between }) =>
        [...(read.ok ? [] : read.faults), ...between].map((fault) => document.place(fault)),
      ),
    ],
  };
}

function configurationOf(records: DocumentRecord[]): Configuration {
  return {
    agreements: records.flatMap((record) => (record.kind === 'Agreement' ? [record.agreement] : [])),
    exclusions: records.flatMap((record) => (record.kind === 'Exclusion' ? [record.exclusion] : [])),
    settings: records.find((record) => record.kind === 'Settings')?.settings ?? defaultSettings,
  };
}

function folderWarnings(folder: string, configuration: Configuration, ignored: string[]): string[] {
  const { agreements, exclusions, settings } = configuration;
  return [
    ...(agreements.length === 0 ? [emptyPortfolio(folder)] : []),
    ...ignored.map((file) => `${file} is not read: files end in .yaml; rename it`),
    ...warningsOf(agreements, exclusions, settings),
  ];
}

function emptyPortfolio(folder: string): string {
  return (
    `${folder} holds no agreement yet: copy config/examples/minimal.yaml into it, name your partner and its URL there, ` +
    'and reload'
  );
}
