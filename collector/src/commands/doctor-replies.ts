// Which replies of the tickets that were read will stop a response clock, and which will not (measurement.md
// section 6, "Qualifying response").
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { whyReply } from '@upheld/shared/tickets/reply-rule';
import { counted, listed } from './paragraph.ts';

type Reply = Extract<TicketEvent, { type: 'public-reply' }>;

const verdicts: Record<ReturnType<typeof whyReply>, string> = {
  supplier: 'counts',
  automatic: 'does not count: automatic',
  bot: 'does not count: by a bot',
  reporter: 'does not count: by the reporter',
};

/** Whether a reply counts, and why not. */
export function replyVerdict(reply: Reply): string {
  return verdicts[whyReply(reply)];
}

/** What was written, by why it counts or does not; of these only `supplier` counts. */
export type WrittenCounts = Record<ReturnType<typeof whyReply> | 'note', number>;

export function countWritten(events: readonly TicketEvent[]): WrittenCounts {
  const counts = { supplier: 0, automatic: 0, bot: 0, reporter: 0, note: 0 };
  for (const event of events) {
    if (event.type === 'public-reply') counts[whyReply(event)] += 1;
    if (event.type === 'note') counts.note += 1;
  }
  return counts;
}

/** Such as `14 replies count, 5 messages do not: 3 internal notes and 2 automatic replies.` */
export function writtenSentence({ supplier, note, automatic, bot, reporter }: WrittenCounts): string {
  const left = note + automatic + bot + reporter;
  const counting = `${counted(supplier, 'reply', 'replies')} ${supplier === 1 ? 'counts' : 'count'}`;
  if (left === 0) return `${counting}, and nothing else was written.`;
  const why = [
    ...(note > 0 ? [counted(note, 'internal note')] : []),
    ...(automatic > 0 ? [counted(automatic, 'automatic reply', 'automatic replies')] : []),
    ...(bot > 0 ? [`${bot} by bots`] : []),
    ...(reporter > 0 ? [`${reporter} by reporters`] : []),
  ];
  return `${counting}, ${counted(left, 'message')} ${left === 1 ? 'does' : 'do'} not: ${listed(why)}.`;
}
