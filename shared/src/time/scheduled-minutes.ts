// Which minutes of a window are scheduled (measurement.md section 1).
import type { CalendarTerms } from '../agreement/agreement.ts';
import { serviceRanges, serviceTime } from './calendar.ts';
import type { Instant, Interval } from './instant.ts';
import { MINUTE } from './instant.ts';
import { merged } from './intervals.ts';

/**
 * The scheduled minutes as ranges on minute boundaries, in order and apart: a minute is in one if and
 * only if its start lies in service hours and in the window.
 */
export function scheduledMinutes(calendar: CalendarTerms, window: Interval): Interval[] {
  const ranges = serviceRanges(calendar, window);
  return merged(
    ranges.map(({ start, end }) => ({ start: firstMinuteFrom(start), end: firstMinuteFrom(end) })),
  );
}

/** How many minutes ranges on minute boundaries hold. */
export function countMinutes(ranges: Interval[]): number {
  return serviceTime(ranges) / MINUTE;
}

/** The start of the first minute that does not start before `instant`. */
function firstMinuteFrom(instant: Instant): Instant {
  return Math.ceil(instant / MINUTE) * MINUTE;
}
