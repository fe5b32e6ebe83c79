// What time it is at the partner, as an answer tells it. Ages are taken against this clock, so that a clock
// that is wrong, theirs or ours, makes nothing look older or younger than it is.
import type { Instant } from '@upheld/shared/time/instant';
import { httpDate } from './http-date.ts';

type Headers = Record<string, string>;

/** How far ahead of its own `Date` a partner may write an instant: several machines, each with its clock. */
export const toleranceMs = 60_000;

/**
 * The partner's time when the answer was given, or null without a usable `Date`. `Date` is cut to a full
 * second, so this is up to one second early. A cached answer keeps the `Date` of its origin; `Age` says how
 * long ago that was.
 */
export function partnerNow(headers: Headers): Instant | null {
  const date = httpDate(headers['date'] ?? '');
  return date === null ? null : date + cachedMs(headers);
}

/**
 * How old the answer was when it came, in milliseconds: 0 unless a cache gave it (RFC 9111, section 5.1: of
 * several values the first counts, and one that is no whole number of seconds does not).
 */
export function cachedMs({ age = '' }: Headers): number {
  const [, seconds = '0'] = /^(\d{1,10})\s*(?:,|$)/.exec(age) ?? [];
  return Number(seconds) * 1_000;
}
