// Which replies of the tickets that were read will stop a response clock, and which will not (measurement.md
// section 6, "Qualifying response").
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { counted, listed } from './paragraph.ts';

type Reply = Extract<TicketEvent, { type: 'public-reply' }>;

/** `counts`, or why a reply does not. */
export type ReplyReading = 'counts' | 'automatic' | 'by a bot' | 'by the reporter';

export function replyReading({ actor, autoSubmitted }: Pick<Reply, 'actor' | 'autoSubmitted'>): ReplyReading {
  if (actor === 'reporter') return 'by the reporter';
  if (actor === 'bot') return 'by a bot';
  return autoSubmitted ? 'automatic' : 'counts';
}

export type ReplyCounts = Record<ReplyReading | 'notes', number>;

export function countReplies(events: readonly TicketEvent[]): ReplyCounts {
  const counts = { counts: 0, automatic: 0, 'by a bot': 0, 'by the reporter': 0, notes: 0 };
  for (const event of events) {
    if (event.type === 'public-reply') counts[replyReading(event)] += 1;
    if (event.type === 'note') counts.notes += 1;
  }
  return counts;
}

/** Such as `14 replies count, 5 messages do not: 3 internal notes and 2 automatic replies`. */
export function replySentence(counts: ReplyCounts): string {
  const { notes, automatic } = counts;
  const uncounted = [
    [notes, counted(notes, 'internal note')],
    [automatic, counted(automatic, 'automatic reply', 'automatic replies')],
    [counts['by a bot'], `${counts['by a bot']} by bots`],
    [counts['by the reporter'], `${counts['by the reporter']} by the reporter`],
  ] as const;
  const left = uncounted.reduce((sum, [count]) => sum + count, 0);
  const counting = `${counted(counts.counts, 'reply', 'replies')} ${counts.counts === 1 ? 'counts' : 'count'}`;
  if (left === 0) return `${counting}, and nothing else was written.`;
  const why = listed(uncounted.filter(([count]) => count > 0).map(([, words]) => words));
  return `${counting}, ${counted(left, 'message')} ${left === 1 ? 'does' : 'do'} not: ${why}.`;
}
