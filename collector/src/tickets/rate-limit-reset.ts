// How long a desk whose limit is used up asks to be left alone, where it names the instant at which the limit
// begins anew.
import { partnerNow } from '../egress/partner-clock.ts';
import { retryAfterMs } from '../egress/retry-after.ts';

/**
 * Milliseconds; null where the desk does not say. `Retry-After` goes first. Without it, `PREFIX-reset` speaks
 * where `PREFIX-remaining` is 0: seconds since the epoch, taken against the desk's own clock.
 */
export function limitWaitMs(headers: Record<string, string>, prefix: string): number | null {
  return retryAfterMs(headers) ?? untilReset(headers, prefix);
}

function untilReset(headers: Record<string, string>, prefix: string): number | null {
  const reset = headers[`${prefix}-reset`] ?? '';
  const now = partnerNow(headers);
  if (headers[`${prefix}-remaining`] !== '0' || !/^\d{1,11}$/.test(reset) || now === null) return null;
  return Math.max(Number(reset) * 1_000 - now, 0);
}
