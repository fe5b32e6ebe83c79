// config/demo as it has to be today: the files themselves hold the dates of one quarter, and the demo runs
// in any. Only dates and the simulator's port change; everything else is copied as it is written.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localDateAt } from '@upheld/shared/time/wall-clock';
import { dateText } from '@upheld/shared/time/local-date';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import { parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { monthsAround } from './story.ts';
import type { Incident } from './story.ts';

const templates = fileURLToPath(new URL('../../config/demo/', import.meta.url));
const portInFiles = 4402;
const DAY = 1440 * MINUTE;

/** Which incident of the script an Exclusion of config/demo is about. */
const claims: Record<string, (incident: Incident) => boolean> = {
  'lumen-maintenance': (incident) => incident.kind === 'maintenance',
  'lumen-carrier-fault': ({ endpoint, kind, start, end }) =>
    endpoint === 'orders' && kind === 'outage' && end - start === 23 * MINUTE,
};

/** Writes the demo's configuration for `now` and the simulator's `port` into `folder`. */
export async function renderConfig(
  folder: string,
  incidents: Incident[],
  now: Instant,
  port: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(templates)).filter((name) => name.endsWith('.yaml'));
  for (const name of names) {
    const text = await readFile(join(templates, name), 'utf8');
    await writeFile(join(folder, name), renderFile(text, incidents, now, port));
  }
}

/** One file of config/demo, moved to the quarters around `now`. */
export function renderFile(text: string, incidents: Incident[], now: Instant, port: number): string {
  const documents = [...parseAllDocuments(text.replaceAll(String(portInFiles), String(port)))];
  for (const document of documents) moveDates(document, incidents, now);
  // Each document but the first brings its own `---`.
  return documents.map((document) => document.toString({ lineWidth: 0 })).join('');
}

function moveDates(document: Document, incidents: Incident[], now: Instant): void {
  if (document.get('kind') === 'Agreement') {
    const zone = String(document.getIn(['spec', 'timeZone']));
    const start = monthsAround(now, zone)[0]?.start ?? now;
    document.setIn(['spec', 'effective', 'from'], dateText(localDateAt(start, zone)));
  }
  const name = String(document.getIn(['metadata', 'name']));
  const incident = incidents.find((one) => claims[name]?.(one) ?? false);
  if (document.get('kind') === 'Exclusion' && incident !== undefined) moveExclusion(document, incident);
}

/** Maintenance is announced nine days before it; a claim of force majeure comes four days after the fact. */
function moveExclusion(document: Document, { kind, start, end }: Incident): void {
  const requestedAt = kind === 'maintenance' ? start - 9 * DAY : start + 4 * DAY;
  document.setIn(['spec', 'window', 'from'], isoOf(start));
  document.setIn(['spec', 'window', 'to'], isoOf(end));
  document.setIn(['spec', 'requestedBy', 'at'], isoOf(requestedAt));
  if (document.hasIn(['spec', 'approvedBy'])) {
    document.setIn(['spec', 'approvedBy', 'at'], isoOf(requestedAt + DAY));
  }
}

function isoOf(at: Instant): string {
  return new Date(at).toISOString().replace('.000', '');
}
