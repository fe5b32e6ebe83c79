// Deliveries that carry a signed instant are taken for five minutes: whoever overhears one cannot keep it.
import type { Instant } from '@upheld/shared/time/instant';
import type { Refusal } from './webhook.ts';

/** In both directions (Standard Webhooks): clocks differ. */
const toleranceMs = 5 * 60_000;

/** Why a delivery of `sentAt` is not taken at `now`; null where it is. */
export function staleness(sentAt: Instant, now: Instant): Refusal | null {
  if (sentAt < now - toleranceMs) {
    return { ok: false, status: 400, words: 'The delivery was signed more than 5 minutes ago' };
  }
  if (sentAt > now + toleranceMs) {
    return { ok: false, status: 401, words: 'The delivery was signed more than 5 minutes from now' };
  }
  return null;
}
