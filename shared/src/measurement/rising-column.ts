// Finding a place in a column of instants that only rises.
import type { Instant } from '../time/instant.ts';

/** The place of the first value at or after `instant` in a rising column. */
export function indexAtOrAfter(at: Float64Array, instant: Instant): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] ?? Infinity) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
