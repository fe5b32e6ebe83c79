// When a running clock falls due. Severity changes and merges make it the earlier or the later of several
// promises, each on its own calendar, so that a pause can move each of them as its calendar says.
import type { CalendarTerms } from '../agreement/agreement.ts';
import { dueAt } from '../time/due-time.ts';
import type { Instant, Interval } from '../time/instant.ts';

/** A promised duration from an instant on, on a calendar, less the pauses (in order, apart). */
export type Promised = { from: Instant; duration: string; calendar: CalendarTerms; pauses: Interval[] };

export type Due = Promised | { pick: Pick; of: [Due, Due] };

type Pick = 'earlier' | 'later';

/** The instant of a due. Throws a RangeError on a duration that its calendar is never over with. */
export function dueInstant(due: Due): Instant {
  return folded<Instant>(due, instantOf, picked);
}

/** The earlier or the later of two instants. */
export function picked(pick: Pick, one: Instant, other: Instant): Instant {
  return pick === 'earlier' ? Math.min(one, other) : Math.max(one, other);
}

/** The promise that the due instant follows from; the first of those that fall on it. */
export function decidingPromise(due: Due): Promised {
  const promise = (one: Promised): Deciding => ({ one, at: instantOf(one) });
  const deciding = (pick: Pick, a: Deciding, b: Deciding): Deciding =>
    picked(pick, a.at, b.at) === a.at ? a : b;
  return folded(due, promise, deciding).one;
}

type Deciding = { one: Promised; at: Instant };

/** The same due with one more pause, later than those it has. */
export function pausedDuring(due: Due, pause: Interval): Due {
  return folded<Due>(
    due,
    (promise) => ({ ...promise, pauses: [...promise.pauses, pause] }),
    (pick, one, other) => ({ pick, of: [one, other] }),
  );
}

function instantOf({ from, duration, calendar, pauses }: Promised): Instant {
  return dueAt(from, duration, calendar, pauses);
}

/** Change after change makes a due that is deep on its first side, deeper than calls may be nested. */
function folded<T>(due: Due, leaf: (promise: Promised) => T, join: (pick: Pick, one: T, other: T) => T): T {
  const picks = [];
  let first = due;
  while ('pick' in first) {
    picks.push(first);
    first = first.of[0];
  }
  return picks
    .toReversed()
    .reduce((one, { pick, of }) => join(pick, one, folded(of[1], leaf, join)), leaf(first));
}
