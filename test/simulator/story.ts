// The story that the demo tells, one line an event. Months are counted from the first of the past quarter
// (0 to 2) through the current one (3 to 5), so it is told whenever the demo runs.
import { DATE_LENGTH, instantOf, localDateAt } from '@upheld/shared/time/wall-clock';
import { periodContaining, periodsWithin, previousPeriod } from '@upheld/shared/time/period';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { endpoints } from './endpoints.ts';
import type { EndpointName } from './endpoints.ts';

/** 503; an answer that says `fail`; no answer at all. */
export type Fault = 'unavailable' | 'failing' | 'hung';

type Effect =
  | { kind: 'outage'; fault: Fault }
  /** Announced and approved: the endpoint is away, and the minutes do not count. */
  | { kind: 'maintenance'; fault: Fault }
  /** This share of the requests fails. */
  | { kind: 'errors'; share: number }
  /** Answers take this many times as long. */
  | { kind: 'slow'; factor: number }
  /** Our own collector was away: the history has no measurement. */
  | { kind: 'gap' };

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Where in the story something happens: on the n-th weekday of a month, in the endpoint's own zone. */
type Place = { month: number; nth: number; day: (typeof weekdays)[number]; from: string; minutes: number };

type Entry = Place & { endpoint: EndpointName; effect: Effect };

const outage = (fault: Fault): Effect => ({ kind: 'outage', fault });
const slow = (factor: number): Effect => ({ kind: 'slow', factor });
const gap: Effect = { kind: 'gap' };
const days = 1440;

/** In business hours only second and third weekdays: the demo's calendar closes none of them. */
const entries: Entry[] = [
  { endpoint: 'orders', effect: outage('unavailable'), ...on(0, 2, 'tue', '10:12', 4) },
  {
    endpoint: 'orders',
    effect: { kind: 'maintenance', fault: 'unavailable' },
    ...on(1, 2, 'wed', '11:00', 90),
  },
  { endpoint: 'orders', effect: outage('hung'), ...on(1, 3, 'thu', '14:07', 23) },
  { endpoint: 'orders', effect: outage('unavailable'), ...on(2, 2, 'wed', '02:00', 25) },
  { endpoint: 'orders', effect: outage('hung'), ...on(3, 2, 'tue', '15:40', 7) },
  { endpoint: 'orders', effect: outage('failing'), ...on(4, 2, 'thu', '09:30', 22) },
  { endpoint: 'orders', effect: outage('unavailable'), ...on(5, 2, 'tue', '13:00', 5) },
  { endpoint: 'catalog', effect: { kind: 'errors', share: 0.04 }, ...on(1, 3, 'mon', '06:00', 2 * days) },
  { endpoint: 'catalog', effect: slow(1.2), ...on(2, 2, 'mon', '00:00', 5 * days) },
  { endpoint: 'catalog', effect: slow(1.45), ...on(3, 2, 'mon', '00:00', 12 * days) },
  { endpoint: 'payments', effect: outage('unavailable'), ...on(1, 3, 'tue', '22:31', 12) },
  { endpoint: 'payments', effect: gap, ...on(2, 3, 'sat', '01:10', 180) },
  { endpoint: 'payments', effect: gap, ...on(4, 1, 'sun', '03:20', 45) },
  { endpoint: 'tiles', effect: outage('unavailable'), ...on(1, 2, 'fri', '16:05', 15) },
  { endpoint: 'tiles', effect: outage('hung'), ...on(4, 1, 'wed', '08:40', 10) },
];

export type Incident = Interval & { endpoint: EndpointName } & Effect;

/** The six months of the past and the current quarter of `now` in a zone, as intervals. */
export function monthsAround(now: Instant, zone: string): Interval[] {
  const current = periodContaining(now, 'quarter', zone, 1);
  return [previousPeriod(current, zone, 1), current].flatMap((quarter) =>
    periodsWithin(quarter, 'month', zone, 1),
  );
}

/** Everything that happens in the two quarters around `now`, to come included. */
export function incidentsAround(now: Instant): Incident[] {
  return entries.map(({ endpoint, effect, month, nth, day, from, minutes }) => {
    const { zone } = endpoints[endpoint];
    const bounds = monthsAround(now, zone)[month];
    if (bounds === undefined) throw new RangeError(`The story has months 0 to 5, not ${month}.`);
    const start = instantOf(nthWeekday(bounds.start, zone, nth, day) * DATE_LENGTH + readClock(from), zone);
    return { endpoint, start, end: start + minutes * MINUTE, ...effect };
  });
}

function on(month: number, nth: number, day: Place['day'], from: string, minutes: number): Place {
  return { month, nth, day, from, minutes };
}

function nthWeekday(monthStart: Instant, zone: string, nth: number, day: Entry['day']): number {
  const first = localDateAt(monthStart, zone);
  // Local date 0, 1 January 1970, was a Thursday.
  const weekday = (first + 3) % 7;
  return first + ((weekdays.indexOf(day) - weekday + 7) % 7) + (nth - 1) * 7;
}

function readClock(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE;
}
