// Tickets whose response was just missed. Each is read by itself at once: a ticket that is known to have been there
// after it was missed can be deleted later without making the miss doubtful.
import type { PromiseStatement } from '@upheld/shared/evaluation/statement';
import { responseMissed } from '@upheld/shared/triggers/response-missed';
import type { Instant } from '@upheld/shared/time/instant';
import type { SourceKey } from '../store/store.ts';
import type { Look } from './watch.ts';

/** What was missed before is no news, such as that of a quarter that is read for the first time. */
const newsMs = 86_400_000;

/** The tickets of each desk for which a trigger opened in this look, and which nobody has answered yet. */
export function missedResponses({ agreement, statement, opened }: Look): [SourceKey, string[]][] {
  const found = new Set(
    opened.flatMap(({ type, subject }) => (type === responseMissed.type ? [subject] : [])),
  );
  if (found.size === 0) return [];
  return statement.promises.flatMap((promise): [SourceKey, string[]][] => {
    const [source] = promise.sources;
    const tickets = justMissed(promise, statement.asOf).filter((ticket) => found.has(ticket));
    if (source === undefined || tickets.length === 0) return [];
    return [[{ agreement: agreement.name, source }, tickets]];
  });
}

function justMissed({ indicator, periods }: PromiseStatement, asOf: Instant): string[] {
  if (indicator !== 'first-response') return [];
  return periods
    .flatMap(({ clocks = [] }) => clocks)
    .filter(({ state, dueAt, stoppedAt }) => {
      return state === 'missed' && stoppedAt === null && dueAt !== null && asOf - dueAt < newsMs;
    })
    .map(({ ticket }) => ticket);
}
