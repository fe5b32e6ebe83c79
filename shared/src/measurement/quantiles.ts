// Quantiles of response times, by nearest rank on raw samples and never averaged (measurement.md
// section 4, "Latency").
import type { Quantiles } from './figures.ts';

/** Times are counted by whole milliseconds up to this many; slower ones together, and no response last. */
const WHOLE_MS = 8191;
const NO_RESPONSE = WHOLE_MS + 1;

/**
 * The value at rank ceil(p·n/100) of all times in rising order, in milliseconds. NaN is a request without
 * response and ranks last. The times come in any number of pieces, which are not changed.
 *
 *     quantiles([Float64Array.of(120, NaN, 90)]); // { p50: 120, p95: 'no-response', p99: 'no-response' }
 */
export function quantiles(times: Float64Array[]): Quantiles {
  const counted = countByMs(times);
  const total = times.reduce((sum, piece) => sum + piece.length, 0);
  const at = (percent: number) => atRank(times, counted, Math.ceil((percent * total) / 100));
  return { p50: at(50), p95: at(95), p99: at(99) };
}

/** Counting spares sorting a quarter: only the times that share a millisecond with the rank are sorted. */
function atRank(times: Float64Array[], counted: Uint32Array, rank: number): number | 'no-response' | null {
  if (rank === 0) return null;
  let whole = 0;
  let below = 0;
  while (below + (counted[whole] ?? 0) < rank) below += counted[whole++] ?? 0;
  if (whole === NO_RESPONSE) return 'no-response';
  return timesAt(times, whole, counted[whole] ?? 0).sort()[rank - below - 1] ?? null;
}

/** The `count` times that were counted at `whole`, in no order; a typed array sorts by number. */
function timesAt(times: Float64Array[], whole: number, count: number): Float64Array {
  const found = new Float64Array(count);
  let next = 0;
  for (const piece of times) {
    for (let place = 0; place < piece.length && next < count; place++) {
      const time = piece[place] ?? NaN;
      if (wholeMs(time) === whole) found[next++] = time;
    }
  }
  return found;
}

function countByMs(times: Float64Array[]): Uint32Array {
  const counted = new Uint32Array(NO_RESPONSE + 1);
  for (const piece of times) {
    for (let place = 0; place < piece.length; place++) {
      const whole = wholeMs(piece[place] ?? NaN);
      counted[whole] = (counted[whole] ?? 0) + 1;
    }
  }
  return counted;
}

function wholeMs(time: number): number {
  if (time < WHOLE_MS) return Math.max(0, Math.floor(time));
  return time >= WHOLE_MS ? WHOLE_MS : NO_RESPONSE;
}
