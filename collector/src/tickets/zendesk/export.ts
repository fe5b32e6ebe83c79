// Walks the incremental export of a Zendesk: tickets in the order in which Zendesk last wrote them, which is not the
// order of their changes. What was written within the last minute is not in it yet, and comes at the next time.
import type { Instant } from '@upheld/shared/time/instant';
import { DeskStatusError } from '../ask-desk.ts';
import { afterPage, isRead, type ExportPlace } from './cursor.ts';
import { endless, maxPages, pageSize, type AskZendesk } from './desk.ts';
import { exportPage, type ExportPage, type ZendeskTicket } from './records.ts';

/** A page's tickets that were not read yet, the place where it stands, and the place behind it. */
export type ExportStep = { tickets: ZendeskTicket[]; at: ExportPlace; behind: ExportPlace };

/** What is read again where Zendesk does not accept its own cursor any more, in seconds. */
const overlap = 120;

/** Page by page up to the present; `from` is where an export begins that has no place yet. */
export async function* exportSteps(
  ask: AskZendesk,
  start: ExportPlace,
  from: Instant,
): AsyncGenerator<ExportStep> {
  let at = start;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const { tickets, after_cursor, end_of_stream } = await askPage(ask, at, from);
    const behind = afterPage(at, tickets, after_cursor ?? null);
    yield { tickets: onceEach(tickets).filter((ticket) => !isRead(at, ticket)), at, behind };
    at = behind;
    if (end_of_stream) return;
  }
  throw endless();
}

async function askPage(ask: AskZendesk, { after, until }: ExportPlace, from: Instant): Promise<ExportPage> {
  const start = until === null ? Math.max(Math.floor(from / 1_000), 0) : until - overlap;
  const page = async (place: Record<string, string>) => {
    const query = { ...place, per_page: String(pageSize) };
    return (await ask({ path: 'incremental/tickets/cursor', query }, exportPage)).value;
  };
  const anew = () => page({ start_time: String(start) });
  if (after === null) return await anew();
  try {
    return await page({ cursor: after });
  } catch (error) {
    if (!(error instanceof DeskStatusError) || !refused.includes(error.status)) throw error;
    return await anew();
  }
}

/** What a desk says of a question that it does not understand. */
const refused = [400, 422];

/** Exports may repeat a row; the last one of a ticket is the newest. */
function onceEach(tickets: ZendeskTicket[]): ZendeskTicket[] {
  return [...new Map(tickets.map((ticket) => [ticket.id, ticket])).values()];
}
