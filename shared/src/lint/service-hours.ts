// A duration that means more than it says, because its calendar is closed at night: 24 h on 09:00-17:00
// are three working days (measurement.md sections 1 and 6, "the resolved meaning is always shown").
import type { CalendarTerms, Severity, SupportMatrix } from '../agreement/agreement.ts';
import type { FullTerms } from '../agreement/document.ts';
import { responseMeaning } from '../tickets/response-meaning.ts';
import { serviceTime } from '../time/calendar.ts';
import { dueAt } from '../time/due-time.ts';
import { isElapsed, milliseconds, parseDuration } from '../time/duration.ts';
import { effectiveWindow } from '../time/effective.ts';
import { merged } from '../time/intervals.ts';
import { rangesStartingOn } from '../time/service-dates.ts';
import { namesDuration } from './named-in-reading.ts';
import { readingLine } from './proposed-reading.ts';
import type { Finding, LintRule } from './warning.ts';

const promised = ['firstResponse', 'updateEvery', 'resolution'] as const;

export const serviceHours: LintRule = {
  name: 'service-hours',
  find: (agreement) =>
    agreement.support.flatMap((matrix) =>
      matrix.severities.flatMap((severity) => stretched(agreement, matrix, severity)),
    ),
};

function stretched(agreement: FullTerms, matrix: SupportMatrix, severity: Severity): Finding[] {
  const calendar = agreement.calendars[severity.calendar];
  if (calendar === undefined) return [];
  const longest = longestDay(calendar);
  return promised.flatMap((promise) => {
    const duration = severity[promise];
    if (duration === undefined || !isStretched(duration, longest)) return [];
    if (namesDuration(severity.reading, duration) || namesDuration(matrix.reading, duration)) return [];
    const meaning = meaningOf(duration, calendar, agreement);
    return [
      {
        path: `support.${matrix.name}.severities.${severity.level}.${promise}`,
        clause: matrix.clause,
        why: `${duration} counts service hours only: ${meaning}`,
        proposal: readingLine(
          [...(severity.reading === null ? [] : [severity.reading]), `${meaning}.`].join(' '),
        ),
      },
    ];
  });
}

/** In working days where every service day is alike, else by an example: from the first opening on. */
function meaningOf(duration: string, calendar: CalendarTerms, agreement: FullTerms): string {
  const meaning = responseMeaning(duration, calendar);
  if (meaning.includes('=')) return meaning;
  const { timeZone } = calendar;
  const { start } = effectiveWindow(agreement.effective, agreement.timeZone);
  // A millisecond of service time after the start, less that millisecond, is the opening.
  const opening = dueAt(start, '1ms', calendar) - 1;
  const due = dueAt(opening, duration, calendar);
  const { count, unit } = parseDuration(duration);
  return `${count} ${unit} from ${localText(opening, timeZone)} end on ${localText(due, timeZone)} ${timeZone}`;
}

function localText(instant: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** Longer than any service day, on a calendar that is closed for a part of every day. */
function isStretched(duration: string, longest: number): boolean {
  const wholeDay = 24 * 3_600_000;
  return isElapsed(parseDuration(duration).unit) && longest < wholeDay && milliseconds(duration) > longest;
}

/** The most service time of a weekday, in a week without holidays and changes of the clocks: that of 1970-01-05. */
function longestDay(calendar: CalendarTerms): number {
  const monday = 4;
  const days = Array.from({ length: 7 }, (_, day) => merged(rangesStartingOn(monday + day, calendar)));
  return Math.max(...days.map(serviceTime));
}
