// The simulated partner's status page, in the format of Atlassian Statuspage. Like many, it stays green while
// its endpoints fail; it publishes the maintenance of the Sunday after next.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Instant } from '@upheld/shared/time/instant';
import { sendJson } from './partner.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Answers `GET /status/summary.json`; false when another path is asked for. */
export function answerStatusPage(request: IncomingMessage, response: ServerResponse, now: Instant): boolean {
  if (`${request.method} ${request.url}` !== 'GET /status/summary.json') return false;
  const start = sundayAfterNext(now) + 6 * hour;
  sendJson(response, 200, {
    page: { id: 'lumen', name: 'Lumen Data' },
    status: { indicator: 'none', description: 'All Systems Operational' },
    components: [{ id: 'orders', name: 'Orders API', status: 'operational' }],
    scheduled_maintenances: [
      {
        id: `orders-${new Date(start).toISOString().slice(0, 10)}`,
        name: 'Move of the order database',
        status: 'scheduled',
        scheduled_for: new Date(start).toISOString(),
        scheduled_until: new Date(start + 2 * hour).toISOString(),
      },
    ],
  });
  return true;
}

/** Midnight UTC that begins it, 8 to 14 days away. */
function sundayAfterNext(now: Instant): Instant {
  const today = Math.floor(now / day);
  // Day 0, 1 January 1970, was a Thursday; Sunday comes three days later.
  const toNextSunday = 7 - ((today + 4) % 7);
  return (today + toNextSunday + 7) * day;
}
