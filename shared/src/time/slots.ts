// The slots of a source: the instants at which it is asked, known beforehand, so that a restart or a
// retry meets the same slots again (measurement.md section 2).
import type { Instant } from './instant.ts';
import { nameHash } from './name-hash.ts';

/**
 * How far into its interval a source's slots lie, in whole milliseconds from 0 to `everyMs` - 1. The same
 * names give the same phase everywhere; different ones spread over the interval, so that sources of one
 * cadence are not asked all at once.
 */
export function slotPhase(agreement: string, source: string, everyMs: number): number {
  return Math.floor((nameHash(`${agreement}/${source}`) / 2 ** 32) * everyMs);
}

/** The number of the last slot at or before `at`; slot 0 is the first one from the epoch on. */
export function slotIndex(at: Instant, phase: number, everyMs: number): number {
  return Math.floor((at - phase) / everyMs);
}

/** The first slot at or after `instant`. */
export function slotAtOrAfter(instant: Instant, phase: number, everyMs: number): Instant {
  return phase + Math.ceil((instant - phase) / everyMs) * everyMs;
}
