// Calendars: a zone, weekly service hours and holidays (measurement.md section 1).
import { z } from 'zod';
import type { CalendarTerms } from './agreement.ts';
import { localDate, text, timeZone } from './fields.ts';
import { list, part } from './part.ts';
import { such } from './rule.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** The calendar that every agreement has: every hour of every day, UTC. */
export const always: CalendarTerms = {
  timeZone: 'UTC',
  weekly: Object.fromEntries(weekdays.map((day) => [day, ['00:00-24:00']])),
  holidays: [],
};

const rangeRule = such('hours are written HH:MM-HH:MM', '"09:00-17:00"');
const range = z
  .string(rangeRule)
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, rangeRule);
const ranges = list('hours are a list of ranges', '["09:00-17:00"]', range);

const day = weekdays.join('|');
const daysRule = such(`days are one of ${weekdays.join(', ')} or a span of them`, 'mon-fri');
const written = z
  .record(z.string().regex(new RegExp(`^(${day})(-(${day}))?$`)), ranges, daysRule)
  .superRefine(refuseRepeatedDays)
  .refine((weekly) => Object.values(weekly).some((hours) => hours.length > 0), {
    error: such('a calendar has service hours on at least one day', 'mon-fri: ["09:00-17:00"]'),
  });

const weekly = z.codec(written, z.partialRecord(z.enum(weekdays), z.array(z.string())), {
  decode: expanded,
  encode: (days) => days,
});

const holiday = part('a holiday has a date', '{ date: 2026-12-25, name: Christmas Day }', {
  date: localDate('a holiday', '2026-12-25'),
  name: text('the name of a holiday', 'Christmas Day').optional(),
  hours: ranges.optional(),
});

const calendar = part(
  'a calendar has a time zone and weekly hours',
  '{ timeZone: Europe/Berlin, weekly: { ... } }',
  {
    timeZone: timeZone('Europe/Berlin'),
    weekly,
    holidays: list('holidays are a list of dates', '[{ date: 2026-12-25 }]', holiday).default([]),
  },
);

const nameRule = such(
  'a calendar has a name of lower-case letters, digits and hyphens other than always',
  'business',
);

/** By name. `always` is built in and cannot be defined again. */
export const calendars = z
  .record(z.string().regex(/^(?!always$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/), calendar, nameRule)
  .default({});

function expanded(hours: Record<string, string[]>): Partial<Record<Weekday, string[]>> {
  return Object.fromEntries(
    Object.entries(hours).flatMap(([key, list]) => daysOf(key).map((day) => [day, list])),
  );
}

/** `fri-mon` goes over the weekend. */
function daysOf(key: string): Weekday[] {
  const [first, last = first] = key.split('-').map((word) => weekdays.findIndex((day) => day === word));
  if (first === undefined || last === undefined || first < 0 || last < 0) return [];
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, offset) => weekdays[(first + offset) % 7]).filter(
    (day) => day !== undefined,
  );
}

function refuseRepeatedDays(weekly: Record<string, string[]>, context: z.RefinementCtx): void {
  const seen = new Set<Weekday>();
  for (const key of Object.keys(weekly)) {
    const repeated = daysOf(key).find((day) => seen.has(day));
    if (repeated !== undefined) {
      context.addIssue({ code: 'custom', path: [key], message: repeatedRule(repeated) });
    }
    for (const day of daysOf(key)) seen.add(day);
  }
}

function repeatedRule(day: Weekday): string {
  return such(`${day} has its hours already; a day is named once`, '{ mon-thu: [...], fri: [...] }');
}
