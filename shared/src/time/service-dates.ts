// The service ranges that start on one local date of a calendar (measurement.md section 1). Kept per
// calendar object, because every evaluation and every support clock walks the same dates again.
import type { CalendarTerms } from '../agreement/agreement.ts';
import type { Interval } from './instant.ts';
import { dateNumber } from './local-date.ts';
import { DATE_LENGTH, instantOf, localDateAt, startOfDate } from './wall-clock.ts';

/** Wall-clock milliseconds from the date's midnight; `end` of the next date is more than a date's length. */
type WallRange = { start: number; end: number };

/** A calendar with its texts read: seven lists from Monday on, and the dates that have hours of their own. */
type Schedule = {
  week: WallRange[][];
  holidays: Map<number, WallRange[]>;
  expanded: Map<number, Interval[]>;
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const schedules = new WeakMap<CalendarTerms, Schedule>();

/**
 * The ranges that start on a local date (given by its number), in order of their starts and not merged:
 * none on closed dates and on dates that the zone skipped, and none that a change of the clocks empties.
 * Throws a RangeError on a range that is not `HH:MM-HH:MM`.
 */
export function rangesStartingOn(date: number, calendar: CalendarTerms): Interval[] {
  const schedule = scheduleOf(calendar);
  const known = schedule.expanded.get(date);
  if (known !== undefined) return known;
  const ranges = isSkipped(date, calendar.timeZone) ? [] : expand(date, wallRanges(date, schedule), calendar);
  schedule.expanded.set(date, ranges);
  return ranges;
}

function scheduleOf(calendar: CalendarTerms): Schedule {
  const known = schedules.get(calendar);
  if (known !== undefined) return known;
  const schedule: Schedule = {
    week: weekdays.map((day) => (calendar.weekly[day] ?? []).map(wallRange)),
    holidays: new Map(
      calendar.holidays.map(({ date, hours }) => [dateNumber(date), (hours ?? []).map(wallRange)]),
    ),
    expanded: new Map(),
  };
  schedules.set(calendar, schedule);
  return schedule;
}

function wallRanges(date: number, { week, holidays }: Schedule): WallRange[] {
  // 1970-01-01 was a Thursday, the fourth day of a week that starts on Monday.
  const weekday = (((date + 3) % 7) + 7) % 7;
  return holidays.get(date) ?? week[weekday] ?? [];
}

function expand(date: number, ranges: WallRange[], { timeZone }: CalendarTerms): Interval[] {
  return ranges
    .map(({ start, end }) => ({ start: edge(date, start, timeZone), end: edge(date, end, timeZone) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
}

/** Midnight is the first instant of its date even where clocks skip or repeat it; other times go by the wall. */
function edge(date: number, sinceMidnight: number, zone: string): number {
  if (sinceMidnight % DATE_LENGTH === 0) return startOfDate(date + sinceMidnight / DATE_LENGTH, zone);
  return instantOf(date * DATE_LENGTH + sinceMidnight, zone);
}

function isSkipped(date: number, zone: string): boolean {
  return localDateAt(startOfDate(date, zone), zone) !== date;
}

function wallRange(text: string): WallRange {
  const [, startHour, startMinute, endHour, endMinute] =
    /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text) ?? [];
  if (startHour === undefined || startMinute === undefined) {
    throw new RangeError(
      `got "${text}"; service hours are HH:MM-HH:MM, the end at most 24:00, such as 09:00-17:00`,
    );
  }
  const start = sinceMidnight(startHour, startMinute);
  const end = sinceMidnight(endHour ?? '24', endMinute ?? '00');
  return { start, end: end > start ? end : end + DATE_LENGTH };
}

function sinceMidnight(hours: string, minutes: string): number {
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}
