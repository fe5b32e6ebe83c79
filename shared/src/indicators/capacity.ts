// Capacity: whether the newest load test that is still valid reached the promised users and kept its terms
// (measurement.md section 4).
import { z } from 'zod';
import { always } from '../agreement/calendars.ts';
import { unitNames } from '../agreement/durations.ts';
import { duration, wholeNumber } from '../agreement/fields.ts';
import type { LoadTest } from '../facts/load-test.ts';
import { reachesCapacity } from '../measurement/judged-load-test.ts';
import { dueAt } from '../time/due-time.ts';
import { parseDuration } from '../time/duration.ts';
import type { IndicatorInput, IndicatorKind } from './indicator.ts';

const terms = z.strictObject({
  /** Concurrent users. */
  users: wholeNumber('a number of concurrent users', { min: 1, max: 1_000_000_000 }, 10_000),
  /** How long a load test proves anything, in the agreement's zone. */
  validFor: duration(['d', 'w', 'M', 'Q', 'Y'], '12M'),
});

type Terms = z.output<typeof terms>;

export const capacity: IndicatorKind<Terms> = {
  type: 'capacity',
  terms,
  operators: ['>='],
  without: ['sources', 'objective'],
  words: { unit: 'load tests', good: 'kept', bad: 'failed' },
  formula: ({ validFor }) => `users and terms of the newest load test of the last ${lengthInWords(validFor)}`,
  meaning: ({ users, validFor }) =>
    `${users.toLocaleString('en-US')} concurrent users in a load test of the last ${lengthInWords(validFor)}`,
  measure: (input) => ({ by: 'load-test', promisedUsers: input.terms.users, test: newestValid(input) }),
};

/**
 * Valid at the window's end, or now while the window runs. Of two tests at one instant the one that failed
 * speaks, as of two samples. A window that is to come has none.
 */
function newestValid({ terms: promised, loadTests, ...rest }: IndicatorInput<Terms>): LoadTest | null {
  if (rest.asOf <= rest.window.start) return null;
  const until = Math.min(rest.window.end, rest.asOf);
  const calendar = { ...always, timeZone: rest.timeZone };
  const valid = loadTests.filter(({ at }) => at < until && until <= dueAt(at, promised.validFor, calendar));
  const rank = (test: LoadTest) => Number(reachesCapacity(test, promised.users));
  const [newest = null] = valid.toSorted((a, b) => b.at - a.at || rank(a) - rank(b) || byName(a, b));
  return newest;
}

function byName(a: LoadTest, b: LoadTest): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** `12 months`, or without its count `month`. */
function lengthInWords(validFor: string): string {
  const { count, unit } = parseDuration(validFor);
  const name = unitNames[unit];
  return count === 1 ? name.replace(/s$/, '') : `${count} ${name}`;
}
