// Calendars (measurement.md section 1): the service hours and scheduled minutes of a window.
import { serviceRanges, serviceTime } from '@upheld/shared/time/calendar';
import type { Interval } from '@upheld/shared/time/instant';
import { countMinutes, scheduledMinutes } from '@upheld/shared/time/scheduled-minutes';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';

const input = z.strictObject({
  calendar: calendarTerms,
  window: z.strictObject({ start: z.int(), end: z.int() }),
  iso: z.unknown(),
});

export const calendars: VectorKind = {
  kind: 'calendars',
  run: (given) => {
    const { calendar, window } = input.parse(given);
    const ranges = serviceRanges(calendar, window);
    return {
      scheduledMinutes: countMinutes(scheduledMinutes(calendar, window)),
      serviceMs: serviceTime(ranges),
      rangeCount: ranges.length,
      firstRanges: ranges.slice(0, 3).map(asPair),
      lastRanges: ranges.slice(-3).map(asPair),
    };
  },
};

function asPair({ start, end }: Interval): [number, number] {
  return [start, end];
}
