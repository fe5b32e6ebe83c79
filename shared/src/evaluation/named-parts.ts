// The parts of an agreement by name. Reading the file has checked that they are there.
import type { CalendarTerms, Source, Terms } from '../agreement/agreement.ts';

/** The source of that name. Throws a RangeError when there is none. */
export function sourceOf(agreement: Terms, name: string): Source {
  const source = agreement.sources.find((candidate) => candidate.name === name);
  if (source === undefined) throw missing(agreement, 'source', name);
  return source;
}

/** The calendar of that name. Throws a RangeError when there is none. */
export function calendarOf(agreement: Terms, name: string): CalendarTerms {
  const calendar = agreement.calendars[name];
  if (calendar === undefined) throw missing(agreement, 'calendar', name);
  return calendar;
}

function missing(agreement: Terms, what: string, name: string): RangeError {
  return new RangeError(
    `agreement ${agreement.name} has no ${what} ${JSON.stringify(name)}; add it, or run upheld check-config`,
  );
}
