// What will be counted of the tickets that `upheld doctor` read, in words, and what of that a person should look at.
import type { Agreement, SupportMatrix } from '@upheld/shared/agreement/agreement';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { TicketReply } from '@upheld/shared/tickets/replies';
import { promiseSentences } from './doctor-promises.ts';
import { writtenSentence } from './doctor-replies.ts';
import type { ReadTicket } from './doctor-sample.ts';
import { observedIn, severityOf } from './doctor-ticket.ts';
import { counted, listed } from './paragraph.ts';

/** The tickets that were read, what was written on them, and what the agreement promises about the desk. */
export type Sample = {
  agreement: Agreement;
  tickets: readonly ReadTicket[];
  replies: readonly TicketReply[];
  promises: readonly SupportMatrix[];
};

/** One sentence or two for each thing that matters. */
export function summaryOf({ agreement, tickets, replies, promises }: Sample): string[] {
  return [
    severitySentence(tickets),
    ...promises.flatMap((matrix) => promiseSentences(matrix, agreement)),
    standingSentence(tickets),
    writtenSentence(replies),
    precisionSentence(tickets.flatMap(({ events }) => events)),
    ...opinionSentence(tickets),
  ];
}

/** Whether the spec's statuses are those that people set. */
function standingSentence(tickets: readonly ReadTicket[]): string {
  const have = (type: TicketEvent['type'], done: string) => {
    const count = tickets.filter(({ events }) => events.some((event) => event.type === type)).length;
    return `${count} ${count === 1 ? 'has' : 'have'} ${done}`;
  };
  const waited = have('waiting-on-reporter', 'waited for the reporter');
  return `Of ${counted(tickets.length, 'ticket')} ${waited}, and ${have('resolved', 'been resolved')}.`;
}

function opinionSentence(tickets: readonly ReadTicket[]): string[] {
  const judged = tickets.filter(({ opinions }) => opinions.length > 0).length;
  if (judged === 0) return [];
  return [
    `Of ${counted(judged, 'ticket')} the desk says how its own clocks stand: that is kept as a second opinion and decides nothing.`,
  ];
}

function severitySentence(tickets: readonly ReadTicket[]): string {
  const counts = [...severityCounts(tickets)].map(([severity, count]) => {
    const what = severity === null ? 'without a severity' : `severity ${severity}`;
    return `${count} ${count === 1 ? 'is' : 'are'} ${what}`;
  });
  return `Of ${counted(tickets.length, 'ticket')} ${listed(counts)}.`;
}

/** From the highest to the lowest; those without one last. */
function severityCounts(tickets: readonly ReadTicket[]): Map<number | null, number> {
  const severities = tickets.map(({ events }) => severityOf(events));
  const rising = severities.toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const counts = new Map<number | null, number>();
  for (const severity of rising) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return counts;
}

function precisionSentence(events: readonly TicketEvent[]): string {
  const observed = observedIn(events);
  if (observed === 0) return 'Every event is exact: the desk records when it happened.';
  return `${observed} of ${counted(events.length, 'event')} are observed: they happened between two readings, at a time that the desk does not record. Poll often: a clock for which that time decides stays unknown.`;
}

/** What looks wrong, or cannot be judged from these tickets. */
export function doubtsOf({ tickets, replies, promises }: Sample): string[] {
  const doubts = [unpromised(tickets, promises), unmapped(tickets), unanswered(replies), unnoted(replies)];
  return doubts.flatMap((doubt) => (doubt === null ? [] : [doubt]));
}

function unpromised(tickets: readonly ReadTicket[], promises: readonly SupportMatrix[]): string | null {
  if (promises.length === 0) {
    return 'No support promise of the agreement names this source: nothing is judged by it.';
  }
  const levels = new Set(promises.flatMap(({ severities }) => severities.map(({ level }) => level)));
  const others = [...severityCounts(tickets).keys()].filter((level) => level !== null && !levels.has(level));
  if (others.length === 0) return null;
  return `Nothing is promised for severity ${listed(others.map(String))}: such tickets count in no figure.`;
}

/** Few tickets may well be alike. */
const enough = 5;

function unmapped(tickets: readonly ReadTicket[]): string | null {
  const counts = severityCounts(tickets);
  const none = counts.get(null) ?? 0;
  if (none > 0) return `${counted(none, 'ticket')} came without a severity: no clock runs on them.`;
  if (tickets.length < enough || counts.size > 1) return null;
  return `All ${tickets.length} are of one severity: see that the spec maps the field in which people at the desk set it.`;
}

function unanswered(written: readonly TicketReply[]): string | null {
  const replies = written.filter(({ type }) => type === 'public-reply');
  const byReporters = replies.filter(({ actor }) => actor === 'reporter').length;
  if (replies.length === 0) {
    return 'No reply was seen: nothing here shows whether those of the supplier are told from the others.';
  }
  if (byReporters === replies.length) {
    return 'Every reply is by a reporter: see that the spec names whoever speaks for the supplier.';
  }
  if (!replies.some(({ counts }) => counts)) {
    return 'No reply of a human of the supplier was seen: see whom the spec takes for a bot.';
  }
  if (byReporters > 0) return null;
  return 'No reply is by a reporter: see that the spec does not take everybody for the supplier.';
}

function unnoted(written: readonly TicketReply[]): string | null {
  if (written.some(({ type }) => type === 'note')) return null;
  return 'No internal note was seen: there is none, or whoever asks may not read them. No clock depends on notes.';
}
