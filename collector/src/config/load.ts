// Loads a folder of agreements, amendments, exclusions and settings: all of it, or every fault in it at once.
import type { DocumentRecord } from '@upheld/shared/agreement/document-kinds';
import type { Kinds } from '@upheld/shared/agreement/kinds';
import { readFolder } from '@upheld/shared/agreement/read-folder';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { warningsOf } from '@upheld/shared/lint/lint';
import type { Warning } from '@upheld/shared/lint/warning';
import type { Configuration } from './configuration.ts';
import { parseDocuments } from './documents.ts';
import type { ConfigDocument } from './documents.ts';
import { inReadingOrder } from './fault.ts';
import type { Fault } from './fault.ts';
import { listFiles, readConfigFile } from './files.ts';
import { withinReach } from './reach.ts';
import { placeWarning } from './warning.ts';
import type { PlacedWarning } from './warning.ts';

export type Loaded =
  | { ok: true; configuration: Configuration; warnings: PlacedWarning[] }
  | { ok: false; faults: Fault[]; warnings: PlacedWarning[] };

/** The configuration of a folder under the kinds there are. Never throws for what the folder holds. */
export async function loadConfiguration(folder: string, kinds: Kinds): Promise<Loaded> {
  const listing = await listFiles(folder);
  if (!listing.ok) return { ok: false, faults: [listing.fault], warnings: [] };
  const files = await Promise.all(listing.files.map(readConfigFile));
  const documents = files.flatMap((file) => ('fault' in file ? [] : parseDocuments(file.file, file.text)));
  const unreadable = files.flatMap((file) => ('fault' in file ? [file.fault] : []));
  const read = readAll(documents, kinds, unreadable.length === 0);
  const faults = [...unreadable, ...read.faults];
  const configuration = configurationOf(read.records);
  const place = (warning: Warning) => placeWarning(warning, documents);
  if (faults.length > 0) {
    const warnings = sureWarnings(configuration).map(place);
    return { ok: false, faults: inReadingOrder(faults), warnings: inReadingOrder(warnings) };
  }
  const warnings = inReadingOrder(warningsOf(configuration).map(place));
  return {
    ok: true,
    configuration,
    warnings: [...folderWarnings(folder, configuration, listing.ignored), ...warnings],
  };
}

function readAll(documents: ConfigDocument[], kinds: Kinds, allFilesRead: boolean) {
  const parsed = documents.filter(({ faults }) => faults.length === 0);
  const complete = allFilesRead && parsed.length === documents.length;
  const values = parsed.map(({ value }) => value);
  const { records, faults } = readFolder(values, complete, withinReach(kinds, values, complete));
  return {
    records,
    faults: [
      ...documents.flatMap((document) => document.faults),
      ...parsed.flatMap((document, index) => (faults[index] ?? []).map((fault) => document.place(fault))),
    ],
  };
}

function configurationOf(records: DocumentRecord[]): Configuration {
  return {
    agreements: records.flatMap((record) => (record.kind === 'Agreement' ? [record.agreement] : [])),
    amendments: records.flatMap((record) => (record.kind === 'Amendment' ? [record.amendment] : [])),
    exclusions: records.flatMap((record) => (record.kind === 'Exclusion' ? [record.exclusion] : [])),
    settings: records.find((record) => record.kind === 'Settings')?.settings ?? defaultSettings,
  };
}

/** What holds of sound agreements whatever the faulty documents around them turn out to say. */
function sureWarnings({ agreements }: Configuration): Warning[] {
  return warningsOf({ agreements, amendments: [], exclusions: [], settings: null });
}

function folderWarnings(folder: string, { agreements }: Configuration, ignored: string[]): PlacedWarning[] {
  return [
    ...(agreements.length === 0 ? [emptyPortfolio(folder)] : []),
    ...ignored.map((file) =>
      fileWarning(
        file,
        'ending',
        'files end in .yaml, so this one is not read',
        `mv ${file} ${file.replace(/yml$/, 'yaml')}`,
      ),
    ),
  ];
}

function emptyPortfolio(folder: string): PlacedWarning {
  const why =
    'there is no agreement here yet: copy the smallest one, name your partner and its URL in it, and reload';
  return fileWarning(folder, 'empty-portfolio', why, `cp config/examples/minimal.yaml ${folder}`);
}

function fileWarning(file: string, rule: string, why: string, proposal: string): PlacedWarning {
  return { rule, agreement: null, file, line: 0, column: 0, path: '', clause: null, why, proposal };
}
