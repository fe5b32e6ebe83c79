// What Freshdesk says of its own clocks: when they fall due, whether it escalated them, and when they were met.
// It counts on calendars of its own, and no longer moves what an agent set by hand.
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Instant } from '@upheld/shared/time/instant';
import type { FreshdeskTicket } from './records.ts';

/** One opinion for each due instant of the ticket, as it stood at `readAt`. */
export function freshdeskOpinions(
  { number, firstResponse, resolution, stats }: FreshdeskTicket,
  readAt: Instant,
): VendorClock[] {
  const opinion = (
    kind: VendorClock['kind'],
    { dueAt, isMissed }: FreshdeskTicket['resolution'],
    metAt: Instant | null,
  ): VendorClock[] => {
    if (dueAt === null) return [];
    const late = isMissed || (metAt ?? readAt) > dueAt;
    return [
      {
        ticket: String(number),
        kind,
        state: late ? 'missed' : metAt === null ? 'running' : 'met',
        dueAt,
        readAt,
      },
    ];
  };
  return [
    ...opinion('first-response', firstResponse, stats?.firstRespondedAt ?? null),
    ...opinion('resolution', resolution, stats?.resolvedAt ?? null),
  ];
}
