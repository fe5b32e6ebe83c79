// Business dates: the local dates on which at least one service range starts (measurement.md section 1).
import type { CalendarTerms } from '../agreement/agreement.ts';
import type { Instant, Interval } from './instant.ts';
import { rangesStartingOn } from './service-dates.ts';
import { localDateAt } from './wall-clock.ts';

/** From the first start to the latest end of the ranges that start on the date: its opening and its close. */
export type BusinessDate = { opening: Instant; close: Instant };

/** A century of dates: it ends the search on a calendar that never opens again. */
const mostDates = 36_525;

/** A range that has not closed yet started on one of this many dates before, at most. */
const datesARangeReaches = 3;

/** The business dates from a local date (given by its number) on, for a century. */
export function* businessDatesFrom(first: number, calendar: CalendarTerms): Generator<BusinessDate, void> {
  for (let date = first; date < first + mostDates; date += 1) {
    const businessDate = hull(rangesStartingOn(date, calendar));
    if (businessDate !== null) yield businessDate;
  }
}

/** The first close of a business date at or after `instant`. Throws a RangeError when there is none in a century. */
export function firstCloseFrom(instant: Instant, calendar: CalendarTerms): Instant {
  const first = localDateAt(instant, calendar.timeZone) - datesARangeReaches;
  let earliest = Infinity;
  for (const { opening, close } of businessDatesFrom(first, calendar)) {
    // A short date can close while the long range of the date before is still open.
    if (opening >= earliest) break;
    if (close >= instant) earliest = Math.min(earliest, close);
  }
  if (earliest === Infinity) throw neverOver();
  return earliest;
}

/** What to say of a duration on a calendar that does not open often enough for it. */
export function neverOver(): RangeError {
  return new RangeError(
    'the duration is not over in 100 years; shorten it or give the calendar weekly hours',
  );
}

function hull(ranges: Interval[]): BusinessDate | null {
  const [first] = ranges;
  if (first === undefined) return null;
  return { opening: first.start, close: Math.max(...ranges.map(({ end }) => end)) };
}
