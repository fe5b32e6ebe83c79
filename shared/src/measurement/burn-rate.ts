// How fast a budget burns: 1 is the rate that uses it up exactly at the period's end (measurement.md
// section 5). An alert looks at two windows, so that it fires early and stops soon.
import { compareRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { countTrafficWithin } from './count-traffic.ts';
import { countEvents } from './events.ts';
import { countPart } from './ledger.ts';
import type { Measured } from './measured.ts';

/** Minutes or events of a window; removed and unmeasured minutes are in neither count. */
export type BurnCounts = { bad: number; valid: number };

/** `frozen` without valid data in one of the windows: an alert stays as it was. */
export type BurnState = 'firing' | 'quiet' | 'frozen';

/**
 * (bad / valid) / the bad share that the target leaves; null without valid data, and where nothing is left.
 *
 *     burnRate({ bad: 6, valid: 360 }, ratio(1, 1000)); // 50/3
 */
export function burnRate({ bad, valid }: BurnCounts, allowedBad: Ratio): Ratio | null {
  if (valid === 0 || allowedBad.num === 0n) return null;
  return ratio(BigInt(bad) * allowedBad.den, BigInt(valid) * allowedBad.num);
}

/** Fires while both windows burn faster than the factor; exactly at the factor is not faster. */
export function burnState(longBurn: Ratio | null, shortBurn: Ratio | null, factor: Ratio): BurnState {
  if (longBurn === null || shortBurn === null) return 'frozen';
  const isFaster = (burn: Ratio) => compareRatios(burn, factor) > 0;
  return isFaster(longBurn) && isFaster(shortBurn) ? 'firing' : 'quiet';
}

/**
 * What was measured in a window, of promises that are counted in minutes or events; of others nothing. Of
 * counted traffic only slices that lie in it from end to end: a window of minutes holds none.
 */
export function burnCounts(measured: Measured, window: Interval): BurnCounts {
  if (measured.by === 'minutes') {
    const { good, bad } = countPart(measured.minutes, window);
    return { bad, valid: good + bad };
  }
  if (measured.by !== 'events') return { bad: 0, valid: 0 };
  const feeds = [countEvents(measured.events, window), countTrafficWithin(measured.traffic, window)];
  const [good, valid] = [sum(feeds.map((feed) => feed.good)), sum(feeds.map(({ total }) => total))];
  return { bad: valid - good, valid };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
