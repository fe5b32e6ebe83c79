// When the open tickets of a desk are to be read one by one: first of all, and then once a night.
import type { Instant } from '@upheld/shared/time/instant';
import { DATE_LENGTH, instantOf, localDateAt } from '@upheld/shared/time/wall-clock';

/** When desks and those who work at them have the most room. */
const nightly = 3 * 3_600_000;

/** Whether a night has begun in `zone` since open tickets were last read; so too where that is in the future. */
export function isReconcileDue(reconciledAt: Instant | null, now: Instant, zone: string): boolean {
  return reconciledAt === null || reconciledAt < lastNight(now, zone) || reconciledAt > now;
}

/** The last 03:00 on the wall in `zone`, at `now` or before it. */
function lastNight(now: Instant, zone: string): Instant {
  const date = localDateAt(now, zone);
  const tonight = instantOf(date * DATE_LENGTH + nightly, zone);
  return tonight <= now ? tonight : instantOf((date - 1) * DATE_LENGTH + nightly, zone);
}
