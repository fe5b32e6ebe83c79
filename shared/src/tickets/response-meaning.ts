// What a promised response time comes to on its calendar, in words: "24 h" on an eight-hour day is three
// working days, and whoever reads the promise should see that (measurement.md section 6).
import type { CalendarTerms } from '../agreement/agreement.ts';
import { isElapsed, milliseconds, parseDuration } from '../time/duration.ts';
import type { DurationUnit } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { dateText } from '../time/local-date.ts';
import { offsetIfRepeated } from '../time/repeated-hour.ts';
import { localDateAt } from '../time/wall-clock.ts';

const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const unitWords: Partial<Record<DurationUnit, string>> = { m: 'min', bd: 'business days' };

/**
 * The promise in words.
 *
 *     responseMeaning('24h', business); // '24 h on 09:00-17:00 America/New_York = 3 working days'
 */
export function responseMeaning(duration: string, calendar: CalendarTerms): string {
  const promised = shown(duration);
  const hours = regularHours(calendar);
  if (hours === null) return `${promised} of the service hours in ${calendar.timeZone}`;
  const isElapsedTime = isElapsed(parseDuration(duration).unit);
  if (hours.aroundTheClock && isElapsedTime) return `${promised}, around the clock`;
  const place = `${promised} on ${hours.ranges.join(', ')} ${calendar.timeZone}`;
  const days = isElapsedTime ? workingDays(milliseconds(duration), hours.dayMs) : null;
  return days === null ? place : `${place} = ${days}`;
}

/**
 * The promise of a clock that runs, in words, with the instant at which it is due on the calendar's wall clock;
 * with its date where that is more than six days away, and with its offset from UTC where that time comes twice.
 * `dueAt` is null while the clock stands still.
 *
 *     dueMeaning({ duration: '24h', calendar: business }, due, now);
 *     // '24 h on 09:00-17:00 America/New_York = 3 working days, due Tue 14:30'
 */
export function dueMeaning(
  { duration, calendar }: { duration: string; calendar: CalendarTerms },
  dueAt: Instant | null,
  asOf: Instant,
): string {
  const meaning = responseMeaning(duration, calendar);
  if (dueAt === null) return `${meaning}, stands still while the reporter is waited for`;
  const { timeZone } = calendar;
  const zone = meaning.includes(timeZone) ? '' : ` ${timeZone}`;
  return `${meaning}, due ${wallTime(dueAt, timeZone, asOf)}${zone}`;
}

/** Cut to the minute, so that nobody who keeps it is late; with its offset in an hour that comes twice. */
function wallTime(instant: Instant, timeZone: string, asOf: Instant): string {
  const reading = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const date = localDateAt(instant, timeZone);
  const isNear = Math.abs(date - localDateAt(asOf, timeZone)) <= 6;
  const day = weekdayNames[reading.dayOfWeek - 1] ?? '';
  const time = reading.toPlainTime().toString({ smallestUnit: 'minute' });
  return [day, ...(isNear ? [] : [dateText(date)]), `${time}${offsetIfRepeated(reading)}`].join(' ');
}

function shown(duration: string): string {
  const { count, unit } = parseDuration(duration);
  if (unit === 'bd' && count === 1) return '1 business day';
  return `${count} ${unitWords[unit] ?? unit}`;
}

/** In whole working days and what is left over; null when it is less than one. */
function workingDays(lengthMs: number, dayMs: number): string | null {
  const days = Math.floor(lengthMs / dayMs);
  if (days === 0) return null;
  const rest = lengthMs - days * dayMs;
  const whole = `${days} working ${days === 1 ? 'day' : 'days'}`;
  if (rest === 0) return whole;
  return `${whole} and ${rest % HOUR === 0 ? `${rest / HOUR} h` : `${rest / 60_000} min`}`;
}

type RegularHours = { ranges: string[]; dayMs: number; aroundTheClock: boolean };

/** The hours that every open weekday has; null where weekdays differ or ranges overlap. */
function regularHours({ weekly, holidays }: CalendarTerms): RegularHours | null {
  const open = Object.values(weekly).filter((ranges) => ranges.length > 0);
  const [ranges] = open;
  if (ranges === undefined || open.some((other) => other.join() !== ranges.join())) return null;
  const edges = ranges.map(edgesOf);
  if (edges.some(([start], place) => start < (edges[place - 1]?.[1] ?? 0))) return null;
  const dayMs = edges.reduce((sum, [start, end]) => sum + end - start, 0);
  return { ranges, dayMs, aroundTheClock: open.length === 7 && dayMs === DAY && holidays.length === 0 };
}

/** The edges of `HH:MM-HH:MM` in milliseconds of its day; an end not after its start is on the next. */
function edgesOf(range: string): [start: number, end: number] {
  const [start = 0, end = 0] = range.split('-').map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return hours * HOUR + minutes * 60_000;
  });
  return [start, end > start ? end : end + DAY];
}
