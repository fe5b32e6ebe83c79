// `upheld doctor source`: asks one source of an agreement as the collector would, stores nothing, and says in
// words what will be counted.
import type { Agreement, Source } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Clock } from '../clock.ts';
import { askedWhile } from '../collect/in-effect.ts';
import { politely, type Outside } from '../collect/outside.ts';
import { targetKey } from '../collect/target.ts';
import type { ConnectorKind } from '../connectors/connector.ts';
import type { ProbeKind } from '../probes/probe.ts';
import type { TrafficKind } from '../traffic/traffic.ts';
import { doctorUsage, readArguments, type Asked } from './doctor-arguments.ts';
import { checkLines, type Check } from './doctor-check.ts';
import { clockCheck, watchClock } from './doctor-clock.ts';
import { examineDesk } from './doctor-desk.ts';
import { askOnce } from './doctor-endpoint.ts';
import { gradeWords } from './doctor-grade.ts';
import { doubtsOf, summaryOf } from './doctor-summary.ts';
import { ticketLines } from './doctor-ticket.ts';
import { paragraph } from './paragraph.ts';
import { unknownAgreement } from './unknown-agreement.ts';

/** Agreements, and the way out under the settings beside them. */
export type Installation = { ok: true; agreements: Agreement[]; outside: Outside };

export type DoctorParts = {
  /** Reads a folder; that of the setting where it is null. */
  open(folder: string | null): Promise<Installation | { ok: false; faults: string[] }>;
  connectors: ReadonlyMap<string, ConnectorKind>;
  probes: ReadonlyMap<string, ProbeKind>;
  traffic: ReadonlyMap<string, TrafficKind>;
  clock: Clock;
  write(text: string): void;
  writeError(text: string): void;
};

/** A source under the terms in force. */
type Found = { agreement: Agreement; source: Source };

/** Exit status 0 when all is well; 1 when a check failed or there is no such source; 2 when asked wrongly. */
export async function doctor(args: string[], parts: DoctorParts): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return fail(parts, 2, `${asked}\nusage: ${doctorUsage}`);
  const installation = await parts.open(asked.folder);
  if (!installation.ok) return fail(parts, 1, installation.faults.join('\n'));
  const { agreements, outside } = installation;
  const known = agreements.some(({ name }) => name === asked.agreement);
  if (asked.agreement !== null && !known) {
    return fail(parts, 1, unknownAgreement(asked.agreement, agreements));
  }
  const [found, ...others] = sourcesNamed(asked, agreements, parts.clock.now());
  if (found === undefined) return fail(parts, 1, unknownSource(asked, agreements, parts.clock.now()));
  if (others.length > 0) {
    const names = [found, ...others].map(({ agreement }) => agreement.name).join(', ');
    return fail(
      parts,
      2,
      `several agreements have a source "${asked.source}": ${names}; choose by --agreement`,
    );
  }
  return await examine(found, outside, parts);
}

function sourcesNamed(asked: Asked, agreements: Agreement[], now: number): Found[] {
  return agreements
    .filter(({ name }) => asked.agreement === null || name === asked.agreement)
    .map((agreement) => inForce(agreement, now))
    .flatMap((agreement) => agreement.sources.map((source) => ({ agreement, source })))
    .filter(({ source }) => source.name === asked.source);
}

function unknownSource({ source, agreement }: Asked, agreements: Agreement[], now: number): string {
  const names = agreements
    .filter(({ name }) => agreement === null || name === agreement)
    .flatMap((each) => inForce(each, now).sources.map(({ name }) => `${each.name}/${name}`));
  return `there is no source "${source}"; the sources are: ${names.join(', ') || 'none'}`;
}

async function examine(found: Found, outside: Outside, parts: DoctorParts): Promise<number> {
  const { agreement, source } = found;
  const kind = parts.connectors.get(source.type);
  if (kind !== undefined) return await examineTickets(found, kind, outside, parts);
  say(parts, [`${agreement.name}/${source.name}: a source of type ${source.type}`, '']);
  const check = await askOnce(source, agreement.name, outside, parts);
  say(parts, checkLines(check));
  return check.result === 'failed' ? 1 : 0;
}

async function examineTickets(
  { agreement, source }: Found,
  kind: ConnectorKind,
  outside: Outside,
  parts: DoctorParts,
): Promise<number> {
  const { clock } = parts;
  say(parts, plan(agreement, source, kind));
  const key = targetKey({ agreement: agreement.name, source: source.name });
  const { egress, ...polite } = politely(outside, key, clock);
  const watched = watchClock(egress, clock);
  const context = { ...polite, egress: watched.egress, from: askedWhile(agreement, clock.now()).sync.start };
  const results: Check['result'][] = [];
  const tell = (check: Check) => {
    results.push(check.result);
    say(parts, checkLines(check));
  };
  const tickets = await examineDesk({ kind, spec: kind.spec.parse(source.spec), context }, tell);
  if (watched.isAsked()) tell(clockCheck(watched.aheadMs()));
  if (tickets.length > 0) {
    const promises = agreement.support.filter((matrix) => matrix.source === source.name);
    say(parts, ['', 'What was read of them', ...tickets.flatMap(ticketLines)]);
    say(parts, ['', 'What will be counted', ...bulleted(summaryOf(tickets))]);
    const doubts = doubtsOf(tickets, promises);
    if (doubts.length > 0) say(parts, ['', 'Please look at', ...bulleted(doubts)]);
  }
  const isWell = !results.includes('failed');
  say(parts, [
    '',
    isWell ? 'No check failed.' : 'A check failed: until that is mended, clocks that fall due are unknown.',
  ]);
  return isWell ? 0 : 1;
}

function plan(agreement: Agreement, source: Source, kind: ConnectorKind): string[] {
  const what = `${agreement.name}/${source.name}: a ticket desk of type ${source.type} (${gradeWords[kind.grade]})`;
  const how =
    'It is asked now as a synchronisation would ask it, for the tickets that are open, for something that cannot be there, and for all that happened to up to ten tickets. Nothing is stored. Texts and names are not shown.';
  return [...paragraph(what), ...paragraph(how), ''];
}

const bulleted = (sentences: string[]) => sentences.flatMap((sentence) => paragraph(sentence, '  - '));

function say({ write }: DoctorParts, lines: string[]): void {
  write(`${lines.join('\n')}\n`);
}

function fail({ writeError }: DoctorParts, code: number, text: string): number {
  writeError(`upheld doctor: ${text}\n`);
  return code;
}
