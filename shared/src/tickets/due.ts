// When a running clock falls due. Severity changes and merges make it the earlier or the later of several
// promises, each on its own calendar, so that a pause can move each of them as its calendar says.
import type { CalendarTerms } from '../agreement/agreement.ts';
import { dueAt } from '../time/due-time.ts';
import type { Instant, Interval } from '../time/instant.ts';

/** A promised duration from an instant on, on a calendar, less the pauses (in order, apart). */
export type Promised = { from: Instant; duration: string; calendar: CalendarTerms; pauses: Interval[] };

export type Due = Promised | { pick: 'earlier' | 'later'; of: [Due, Due] };

/** The instant of a due. Throws a RangeError on a duration that its calendar is never over with. */
export function dueInstant(due: Due): Instant {
  if (!('pick' in due)) return dueAt(due.from, due.duration, due.calendar, due.pauses);
  const [one, other] = due.of.map(dueInstant);
  if (one === undefined || other === undefined) throw new TypeError('a pick is of two dues');
  return due.pick === 'earlier' ? Math.min(one, other) : Math.max(one, other);
}

/** The promise that the due instant follows from; the first of those that fall on it. */
export function decidingPromise(due: Due): Promised {
  if (!('pick' in due)) return due;
  const instant = dueInstant(due);
  const [one, other] = due.of;
  return decidingPromise(dueInstant(one) === instant ? one : other);
}

/** The same due with one more pause, later than those it has. */
export function pausedDuring(due: Due, pause: Interval): Due {
  if (!('pick' in due)) return { ...due, pauses: [...due.pauses, pause] };
  const [one, other] = due.of;
  return { pick: due.pick, of: [pausedDuring(one, pause), pausedDuring(other, pause)] };
}
