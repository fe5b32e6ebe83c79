// Due times (measurement.md section 1): when a duration is over, and the service time between two instants.
import { dueAt, serviceTimeBetween } from '@upheld/shared/time/due-time';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { calendarTerms } from './calendar-terms.ts';

const onCalendar = { calendar: calendarTerms, start: z.int(), iso: z.unknown() };

const input = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('dueAt'), ...onCalendar, duration: z.string() }),
  z.strictObject({ op: z.literal('serviceTimeBetween'), ...onCalendar, end: z.int() }),
]);

export const dueTimes: VectorKind = {
  kind: 'due-times',
  run: (given) => {
    const asked = input.parse(given);
    return asked.op === 'dueAt'
      ? { dueAt: dueAt(asked.start, asked.duration, asked.calendar) }
      : { serviceMs: serviceTimeBetween(asked.start, asked.end, asked.calendar) };
  },
};
