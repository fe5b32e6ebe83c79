// Quantiles of response times, by nearest rank on raw samples and never averaged (measurement.md
// section 4, "Latency").
import { eventGrade } from './events.ts';
import type { GradedSeries } from './events.ts';
import type { Quantiles } from './figures.ts';
import { countedRuns } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';

/** Requests with their response times in milliseconds, NaN where there was no response. */
export type TimedSeries = GradedSeries & { latencyMs: Float64Array };

/** Times are counted by whole milliseconds up to this many; slower ones together, and no response last. */
const WHOLE_MS = 8191;
const NO_RESPONSE = WHOLE_MS + 1;

/**
 * The value at rank ceil(p·n/100) of the times in rising order, in milliseconds, of the requests that count:
 * those with a grade, in minutes that count. A request without response ranks last.
 *
 *     quantiles(requests); // of 120, 90 and one without response: { p50: 120, p95: 'no-response', p99: ... }
 */
export function quantiles(requests: TimedSeries[]): Quantiles {
  const counted = countByMs(requests);
  const total = counted.reduce((sum, count) => sum + count, 0);
  const at = (percent: number) => atRank(requests, counted, Math.ceil((percent * total) / 100));
  return { p50: at(50), p95: at(95), p99: at(99) };
}

/** Counting spares sorting a quarter: only the times that share a millisecond with the rank are sorted. */
function atRank(requests: TimedSeries[], counted: Uint32Array, rank: number): number | 'no-response' | null {
  if (rank === 0) return null;
  let whole = 0;
  let below = 0;
  while (below + (counted[whole] ?? 0) < rank) below += counted[whole++] ?? 0;
  if (whole === NO_RESPONSE) return 'no-response';
  return timesAt(requests, whole, counted[whole] ?? 0).sort()[rank - below - 1] ?? null;
}

/** The `count` times that were counted at `whole`, in no order; a typed array sorts by number. */
function timesAt(requests: TimedSeries[], whole: number, count: number): Float64Array {
  const found = new Float64Array(count);
  let next = 0;
  for (const { latencyMs, from, to } of stretches(requests)) {
    for (let place = from; place < to && next < count; place++) {
      const time = latencyMs[place] ?? NaN;
      if (wholeMs(time) === whole) found[next++] = time;
    }
  }
  return found;
}

function countByMs(requests: TimedSeries[]): Uint32Array {
  const counted = new Uint32Array(NO_RESPONSE + 1);
  for (const { latencyMs, grades, from, to } of stretches(requests)) {
    for (let place = from; place < to; place++) {
      if (grades[place] === eventGrade.none) continue;
      const whole = wholeMs(latencyMs[place] ?? NaN);
      counted[whole] = (counted[whole] ?? 0) + 1;
    }
  }
  return counted;
}

/** The places of the requests in minutes that count. */
function stretches(requests: TimedSeries[]): (TimedSeries & { from: number; to: number })[] {
  return requests.flatMap((series) =>
    countedRuns(series.plan).map((run) => ({ ...series, ...placesOf(series.at, series.plan, run) })),
  );
}

function wholeMs(time: number): number {
  if (time < WHOLE_MS) return Math.max(0, Math.floor(time));
  return time >= WHOLE_MS ? WHOLE_MS : NO_RESPONSE;
}
