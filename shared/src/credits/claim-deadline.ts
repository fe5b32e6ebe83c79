// Until when a credit can be claimed: a legal clock, which counts calendar days and not hours
// (measurement.md section 1, "Legal clocks").
import type { CalendarTerms } from '../agreement/agreement.ts';
import { dueAt } from '../time/due-time.ts';
import { parseDuration } from '../time/duration.ts';
import type { DurationUnit } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { dateNumber, dateText } from '../time/local-date.ts';
import { localDateAt, startOfDate } from '../time/wall-clock.ts';

const daysIn = new Map<DurationUnit, number>([
  ['d', 1],
  ['w', 7],
]);
const monthsIn = new Map<DurationUnit, number>([
  ['M', 1],
  ['Q', 3],
  ['Y', 12],
]);

/**
 * The instant at which the time to claim is over, `within` after the end of a period. Days, weeks and
 * months count from the first local date after the period and end with a local day of `timeZone`; `bd` ends
 * at the close of the n-th business date of `business`. Throws a RangeError on other units.
 *
 *     claimDeadline(startOfLocalDate('2026-08-01', zone), '60d', zone, always); // the end of 29 September
 */
export function claimDeadline(
  periodEnd: Instant,
  within: string,
  timeZone: string,
  business: CalendarTerms,
): Instant {
  const { count, unit } = parseDuration(within);
  // A period ends as its last local date does, and that date is not counted.
  if (unit === 'bd') return dueAt(periodEnd - 1, within, business);
  const first = localDateAt(periodEnd - 1, timeZone) + 1;
  return startOfDate(moved(first, count, unit), timeZone);
}

function moved(date: number, count: number, unit: DurationUnit): number {
  const days = daysIn.get(unit);
  if (days !== undefined) return date + count * days;
  const months = monthsIn.get(unit);
  if (months === undefined) {
    throw new RangeError(`got "${count}${unit}"; claims are due in d, w, bd, M, Q or Y, such as 60d`);
  }
  return dateNumber(
    Temporal.PlainDate.from(dateText(date))
      .add({ months: count * months })
      .toString(),
  );
}
