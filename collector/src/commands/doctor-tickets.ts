// What `upheld doctor` prints of a ticket desk: what it is going to ask, each finding as it comes, the tickets that
// were read, and what will be counted of them.
import type { Agreement, Source } from '@upheld/shared/agreement/agreement';
import type { Clock } from '../clock.ts';
import { askedWhile } from '../collect/in-effect.ts';
import { politely, type Outside } from '../collect/outside.ts';
import { targetKey } from '../collect/target.ts';
import type { ConnectorKind } from '../connectors/connector.ts';
import { checkLines, type Check } from './doctor-check.ts';
import { clockCheck, watchClock } from './doctor-clock.ts';
import { examineDesk } from './doctor-desk.ts';
import { gradeWords } from './doctor-grade.ts';
import { repliesOf } from './doctor-replies.ts';
import type { ReadTicket } from './doctor-sample.ts';
import type { Found } from './doctor-source.ts';
import { doubtsOf, summaryOf } from './doctor-summary.ts';
import { ticketLines } from './doctor-ticket.ts';
import { listed, paragraph } from './paragraph.ts';

type Parts = { outside: Outside; clock: Clock; say(lines: string[]): void };

/** Whether no check failed. */
export async function examineTickets(found: Found, kind: ConnectorKind, parts: Parts): Promise<boolean> {
  const { agreement, source } = found;
  const { say } = parts;
  say(planOf(agreement, source, kind));
  let isWell = true;
  const tell = (check: Check) => {
    isWell &&= check.result !== 'failed';
    say(checkLines(check));
  };
  const tickets = await askDesk(found, kind, parts, tell);
  if (tickets.length > 0) say(accountOf(tickets, agreement, source));
  say(['', isWell ? 'No check failed.' : unwell]);
  return isWell;
}

const unwell = 'A check failed: until that is mended, clocks that fall due may be unknown.';

function planOf(agreement: Agreement, source: Source, kind: ConnectorKind): string[] {
  const what = `${agreement.name}/${source.name}: a ticket desk of type ${source.type} (${gradeWords[kind.grade]})`;
  const asked = [
    ...(kind.lookup === undefined ? [] : ['which tickets are open']),
    'what happened to up to ten tickets',
    ...(kind.control === undefined ? [] : ['for something that cannot be there']),
  ];
  const how = `It is asked now, as a synchronisation would ask it: ${listed(asked)}. Nothing is stored. Texts and names are not shown.`;
  return [...paragraph(what), ...paragraph(how), ''];
}

async function askDesk(
  { agreement, source }: Found,
  kind: ConnectorKind,
  { outside, clock }: Parts,
  tell: (check: Check) => void,
): Promise<ReadTicket[]> {
  const key = targetKey({ agreement: agreement.name, source: source.name });
  const { egress, ...polite } = politely(outside, key, clock);
  const watched = watchClock(egress, clock);
  const from = askedWhile(agreement, clock.now()).sync.start;
  const spec = kind.spec.parse(source.spec);
  const context = { ...polite, egress: watched.egress, from };
  const tickets = await examineDesk({ kind, spec, context }, tell);
  if (watched.isAsked()) tell(clockCheck(watched.aheadMs()));
  if (tickets.length > 0) tell(changesCheck(source, kind.webhook?.(spec)?.scheme));
  return tickets;
}

function changesCheck({ every }: Source, webhook: string | undefined): Check {
  const told =
    webhook === undefined ? 'no webhook is set' : `webhooks (${webhook}) hint at changes before that`;
  return { result: 'ok', what: 'changes', words: `Polled every ${every}; ${told}.` };
}

function accountOf(tickets: ReadTicket[], agreement: Agreement, { name }: Source): string[] {
  const promises = agreement.support.filter((matrix) => matrix.source === name);
  const replies = repliesOf(tickets);
  const sample = { agreement, tickets, replies: [...replies.values()].flat(), promises };
  const doubts = doubtsOf(sample);
  const read = tickets.flatMap((ticket) => ticketLines(ticket, replies.get(ticket.ticket) ?? []));
  return [
    ...['', 'What was read', ...read],
    ...['', 'What will be counted', ...bulleted(summaryOf(sample))],
    ...(doubts.length === 0 ? [] : ['', 'Please look at', ...bulleted(doubts)]),
  ];
}

function bulleted(sentences: string[]): string[] {
  return sentences.flatMap((sentence) => paragraph(sentence, '  - '));
}
