// Quantiles of response times, by nearest rank on raw samples and never averaged (measurement.md
// section 4, "Latency").
import { eventGrade } from './events.ts';
import type { GradedSeries } from './events.ts';
import type { Quantiles } from './figures.ts';
import { countedRuns } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { placesOf } from './minute-span.ts';
import { noTime, timesWithin } from './time-reading.ts';
import type { ToldTimes } from './time-reading.ts';

/** Requests with their response times in milliseconds, NaN where there was no response. */
export type TimedSamples = GradedSeries & { latencyMs: Float64Array };

/** Samples, or times that tallies tell; `exclude` leaves requests without response out. */
export type TimedSeries =
  TimedSamples | { plan: MinutePlan; told: ToldTimes; noResponse: 'slow' | 'exclude' };

/** What stands where response times are not known: of counted traffic, and of no requests at all. */
export const noQuantiles: Quantiles = { p50: null, p95: null, p99: null };

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
  if (total === 0) return noQuantiles;
  const at = (percent: number) => rankIn(counted, Math.ceil((percent * total) / 100));
  const [p50, p95, p99] = [at(50), at(95), at(99)];
  const times = timesIn(requests, new Set([p50.whole, p95.whole, p99.whole]));
  const valueOf = ({ whole, place }: Rank) => times.get(whole)?.[place] ?? 'no-response';
  return { p50: valueOf(p50), p95: valueOf(p95), p99: valueOf(p99) };
}

/** Where a rank lies: at which place among the times of which millisecond. */
type Rank = { whole: number; place: number };

function rankIn(counted: Uint32Array, rank: number): Rank {
  let whole = 0;
  let below = 0;
  while (below + (counted[whole] ?? 0) < rank) below += counted[whole++] ?? 0;
  return { whole, place: rank - below - 1 };
}

function countByMs(requests: TimedSeries[]): Uint32Array {
  const counted = new Uint32Array(NO_RESPONSE + 1);
  for (const stretch of stretches(requests)) {
    if ('told' in stretch) addTold(counted, stretch.told);
    else addSamples(counted, stretch);
  }
  return counted;
}

function addSamples(counted: Uint32Array, { latencyMs, grades, from, to }: SampledStretch): void {
  for (let place = from; place < to; place++) {
    if (grades[place] === eventGrade.none) continue;
    const whole = wholeMs(latencyMs[place] ?? NaN);
    counted[whole] = (counted[whole] ?? 0) + 1;
  }
}

function addTold(counted: Uint32Array, times: Uint32Array): void {
  for (let place = 0; place < times.length; place++) {
    const whole = wholeTold(times[place] ?? noTime);
    counted[whole] = (counted[whole] ?? 0) + 1;
  }
}

/**
 * The times of some milliseconds in rising order, under their milliseconds. Counting has spared sorting a
 * quarter: only times that share a millisecond with a rank are sorted.
 */
function timesIn(requests: TimedSeries[], wholes: Set<number>): Map<number, Float64Array> {
  const isWanted = new Uint8Array(NO_RESPONSE + 1);
  for (const whole of wholes) isWanted[whole] = Number(whole < NO_RESPONSE);
  const found: number[] = [];
  for (const stretch of stretches(requests)) {
    if ('told' in stretch) findTold(found, isWanted, stretch.told);
    else findSamples(found, isWanted, stretch);
  }
  // A typed array sorts by number.
  const sorted = (whole: number) => Float64Array.from(found.filter((time) => wholeMs(time) === whole)).sort();
  return new Map([...wholes].map((whole) => [whole, sorted(whole)]));
}

function findSamples(
  found: number[],
  isWanted: Uint8Array,
  { latencyMs, grades, from, to }: SampledStretch,
): void {
  for (let place = from; place < to; place++) {
    const time = latencyMs[place] ?? NaN;
    if (isWanted[wholeMs(time)] === 1 && grades[place] !== eventGrade.none) found.push(time);
  }
}

function findTold(found: number[], isWanted: Uint8Array, times: Uint32Array): void {
  for (let place = 0; place < times.length; place++) {
    const time = times[place] ?? noTime;
    if (isWanted[wholeTold(time)] === 1) found.push(timeTold(time));
  }
}

type SampledStretch = { latencyMs: Float64Array; grades: Uint32Array; from: number; to: number };
type Stretch = SampledStretch | { told: Uint32Array };

/** The requests in minutes that count. */
function stretches(requests: TimedSeries[]): Stretch[] {
  return requests.flatMap((series) =>
    countedRuns(series.plan).map((run): Stretch => {
      if ('latencyMs' in series) return { ...series, ...placesOf(series.at, series.plan, run) };
      const times = timesWithin(series.told, run);
      return { told: series.noResponse === 'slow' ? times : times.filter((time) => time !== noTime) };
    }),
  );
}

function wholeMs(time: number): number {
  if (time < WHOLE_MS) return time > 0 ? time | 0 : 0;
  return time >= WHOLE_MS ? WHOLE_MS : NO_RESPONSE;
}

function wholeTold(told: number): number {
  if (told === noTime) return NO_RESPONSE;
  return told > 10 * WHOLE_MS ? WHOLE_MS : ((told - 1) / 10) | 0;
}

function timeTold(told: number): number {
  return told === noTime ? NaN : (told - 1) / 10;
}
