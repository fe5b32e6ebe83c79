// The slots of a source: the instants at which it is asked, known beforehand, so that a restart or a
// retry meets the same slots again (measurement.md section 2).
import type { Instant } from './instant.ts';

/**
 * How far into its interval a source's slots lie, in whole milliseconds from 0 to `everyMs` - 1. The same
 * names give the same phase everywhere; different ones spread over the interval, so that sources of one
 * cadence are not asked all at once.
 */
export function slotPhase(agreement: string, source: string, everyMs: number): number {
  return Math.floor((hash(`${agreement}/${source}`) / 2 ** 32) * everyMs);
}

/** The number of the last slot at or before `at`; slot 0 is the first one from the epoch on. */
export function slotIndex(at: Instant, phase: number, everyMs: number): number {
  return Math.floor((at - phase) / everyMs);
}

/** The first slot at or after `instant`. */
export function slotAtOrAfter(instant: Instant, phase: number, everyMs: number): Instant {
  return phase + Math.ceil((instant - phase) / everyMs) * everyMs;
}

/** FNV-1a over the text, then MurmurHash3's finalizer: FNV alone leaves similar names close together. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
