// How far back the burn windows of a promise reach: perhaps past its period's start, never past the day on
// which the agreement began to count (measurement.md section 5).
import type { Terms } from '../agreement/agreement.ts';
import { burnLengths } from '../agreement/burn-factor.ts';
import { burnPairs, watchedBy } from '../agreement/burn-terms.ts';
import type { BurnPair } from '../agreement/burn-terms.ts';
import { triggersOf } from '../agreement/default-triggers.ts';
import { effectiveWindow } from '../time/effective.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { lastScheduledMinutes } from '../time/last-minutes.ts';
import { calendarOf } from './named-parts.ts';
import type { Part } from './promise-periods.ts';

/** Kept per terms object, because default pairs are held against every period of a year, and each promise asks. */
const pairs = new WeakMap<Terms, BurnPair[]>();

/** The pairs that watch a part's promise under the part's own terms, in the order of the triggers. */
export function pairsWatching({ version, promised }: Part): BurnPair[] {
  const own = version.terms.objectives.filter(({ name }) => name === promised.name);
  return own.length === 0 ? [] : pairsOf(version.terms).filter((pair) => watchedBy(pair, own).length > 0);
}

function pairsOf(terms: Terms): BurnPair[] {
  const known = pairs.get(terms) ?? burnPairs(triggersOf(terms));
  pairs.set(terms, known);
  return known;
}

/** The last `minutes` scheduled minutes of a part's promise that have elapsed at `asOf`. */
export function burnWindow({ version, promised }: Part, minutes: number, asOf: Instant): Interval {
  const { effective, timeZone } = version.terms;
  const calendar = calendarOf(version.terms, promised.terms.calendar);
  return lastScheduledMinutes(calendar, minutes, asOf, effectiveWindow(effective, timeZone).start);
}

/** The first instant whose facts bear on a part: its start, or where its longest burn window begins while it runs. */
export function reachOfPart(part: Part, asOf: Instant): Instant {
  const { start } = part.window;
  const longest = Math.max(0, ...pairsWatching(part).map(({ long }) => burnLengths(long).longMinutes));
  return runsAt(part, asOf) ? Math.min(start, burnWindow(part, longest, asOf).start) : start;
}

/** Whether `asOf` lies in a part: its terms are those in force. */
export function runsAt({ window: { start, end } }: Part, asOf: Instant): boolean {
  return start <= asOf && asOf < end;
}
