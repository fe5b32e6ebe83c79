// Durations that are never over on their calendar, because it does not open often enough: support clocks
// and legal clocks would have no due instant (measurement.md section 1).
import { dueAt } from '../time/due-time.ts';
import { dateNumber } from '../time/local-date.ts';
import type { CalendarTerms } from './agreement.ts';
import { always, calendars } from './calendars.ts';
import { durationPattern, isWithinCentury, legalUnits, serviceUnits } from './durations.ts';
import type { DurationUnits } from './durations.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { placesAt, valueAt } from './paths.ts';
import { isDate } from './readable.ts';
import { such } from './rule.ts';
import type { Path } from './shown.ts';

/** Mappings with durations, and where each names the calendar that these count on. */
const clocks: { at: string; keys: string[]; units: DurationUnits; example: string; calendar?: Path }[] = [
  {
    at: 'spec.support[].severities[]',
    keys: ['firstResponse', 'updateEvery', 'resolution'],
    units: serviceUnits,
    example: '8h',
  },
  { at: 'spec.governance', keys: ['closeAfter', 'disputeWithin'], units: legalUnits, example: '5bd' },
  {
    at: 'spec.credits',
    keys: ['claimWithin'],
    units: legalUnits,
    example: '60d',
    calendar: ['spec', 'governance', 'calendar'],
  },
];

/** Every duration that is not over within 100 years of the agreement's first date. */
export function endlessDurations(document: unknown): Fault[] {
  const from = valueAt(document, ['spec', 'effective', 'from']);
  if (typeof from !== 'string' || !isDate(from)) return [];
  const start = dateNumber(from) * 86_400_000;
  return clocks.flatMap(({ at, keys, units, example, calendar }) =>
    placesAt(document, at).flatMap(({ path }) => {
      const name = valueAt(document, calendar ?? [...path, 'calendar']) ?? 'always';
      const terms = calendarNamed(document, name);
      return keys
        .map((key) => [...path, key])
        .filter((place) => terms !== null && isEndless(valueAt(document, place), units, start, terms))
        .map((place) => faultAt(document, place, endlessRule(String(name), example)));
    }),
  );
}

function endlessRule(calendar: string, example: string): string {
  return such(`a duration is over within 100 years on its calendar (${calendar})`, example);
}

/** Null where no calendar of this name can be read; others speak of that. */
function calendarNamed(document: unknown, name: unknown): CalendarTerms | null {
  if (name === 'always') return always;
  const own = valueAt(document, ['spec', 'calendars']);
  const read = calendars.safeParse(own);
  return (read.success && typeof name === 'string' && read.data[name]) || null;
}

function isEndless(duration: unknown, units: DurationUnits, start: number, terms: CalendarTerms): boolean {
  if (typeof duration !== 'string' || !durationPattern(units).test(duration)) return false;
  if (!isWithinCentury(duration)) return false;
  try {
    dueAt(start, duration, terms);
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
