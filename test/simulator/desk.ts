// The simulated ticket desk over HTTP: events since a cursor, page by page.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { sendJson } from './partner.ts';

const largestPage = 200;

/**
 * Answers `GET /desk/events?since=CURSOR&limit=N` with `{ events, cursor, more }`; false for any other
 * path. The cursor is the instant of the last event given: no two events of the script share one.
 */
export function answerDesk(
  request: IncomingMessage,
  response: ServerResponse,
  known: () => TicketEvent[],
): boolean {
  const url = URL.parse(request.url ?? '/', 'http://desk');
  if (request.method !== 'GET' || url?.pathname !== '/desk/events') return false;
  const since = Number(url.searchParams.get('since') || 0);
  const limit = Math.min(Number(url.searchParams.get('limit') || largestPage), largestPage);
  const later = known().filter((event) => event.at > since);
  const events = later.slice(0, limit);
  const cursor = String(events.at(-1)?.at ?? since);
  sendJson(response, 200, { events, cursor, more: later.length > events.length });
  return true;
}
