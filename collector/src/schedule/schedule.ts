// When a target is asked: slots known beforehand, the same after every restart (measurement.md section 2).
import type { Instant } from '@upheld/shared/time/instant';
import { slotAtOrAfter, slotPhase } from '@upheld/shared/time/slots';

/**
 * What is asked again and again: a probed endpoint or a ticket desk. `atOnce`: how many of its slots may be
 * under way; 1 where it is not given. A partner that answers later than the next slot is slow, and its slots
 * must end as what they find: were they left out, an outage would look like a gap of ours.
 */
export type Target = { agreement: string; source: string; everyMs: number; atOnce?: number };

/** How late a slot may start, in milliseconds: a fifth of the interval, but no more than 250 (trust.md 1.3). */
export function latestStartMs(everyMs: number): number {
  return Math.min(everyMs * 0.2, 250);
}

/** The first slot of a target at or after `instant`. */
export function firstSlot({ agreement, source, everyMs }: Target, instant: Instant): Instant {
  return slotAtOrAfter(instant, slotPhase(agreement, source, everyMs), everyMs);
}

/** The slots from `slot` on that lie before `end`. Lazy: after a long stop there may be very many. */
export function* slotsFrom({ everyMs }: Target, slot: Instant, end: Instant): Generator<Instant> {
  for (let next = slot; next < end; next += everyMs) yield next;
}

/** Two targets are the same one if they ask the same source of the same agreement. */
export function keyOf({ agreement, source }: Target): string {
  return JSON.stringify([agreement, source]);
}
