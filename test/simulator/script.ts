// What happens to the simulated partners: a pure function of the instant. Months are counted from the first
// of the past quarter (0 to 2) through the current one (3 to 5), so the story is told whenever the demo runs.
import { DATE_LENGTH, instantOf, localDateAt, readingAt } from '@upheld/shared/time/wall-clock';
import { periodContaining, periodsWithin, previousPeriod } from '@upheld/shared/time/period';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { noise } from './noise.ts';
import type { Noise } from './noise.ts';

/** 503; an answer that says `fail`; no answer at all. */
export type Fault = 'unavailable' | 'failing' | 'hung';

/** What an endpoint does when it is asked at one instant. */
export type Behaviour = { fault: Fault | null; latencyMs: number };

type Endpoint = { zone: string; medianMs: number; spread: number; errors: Noise; latency: Noise };

function endpoint(name: string, zone: string, medianMs: number, spread: number): Endpoint {
  return { zone, medianMs, spread, errors: noise(`${name} errors`), latency: noise(`${name} latency`) };
}

export const endpoints = {
  orders: endpoint('orders', 'America/New_York', 92, 0.27),
  catalog: endpoint('catalog', 'America/New_York', 110, 0.28),
  payments: endpoint('payments', 'Europe/Berlin', 74, 0.3),
  tiles: endpoint('tiles', 'Europe/London', 41, 0.35),
} satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** An event on the n-th weekday of a month, in the endpoint's own zone. */
type Entry = {
  endpoint: EndpointName;
  month: number;
  nth: number;
  day: (typeof weekdays)[number];
  from: string;
  minutes: number;
} & Effect;

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

/** Second and third weekdays of a month are never a public holiday that the demo's calendar closes. */
const entries: Entry[] = [
  {
    endpoint: 'orders',
    month: 0,
    nth: 2,
    day: 'tue',
    from: '10:12',
    minutes: 4,
    kind: 'outage',
    fault: 'unavailable',
  },
  {
    endpoint: 'orders',
    month: 1,
    nth: 2,
    day: 'wed',
    from: '11:00',
    minutes: 90,
    kind: 'maintenance',
    fault: 'unavailable',
  },
  {
    endpoint: 'orders',
    month: 1,
    nth: 3,
    day: 'thu',
    from: '14:07',
    minutes: 23,
    kind: 'outage',
    fault: 'hung',
  },
  {
    endpoint: 'orders',
    month: 2,
    nth: 2,
    day: 'wed',
    from: '02:00',
    minutes: 25,
    kind: 'outage',
    fault: 'unavailable',
  },
  {
    endpoint: 'orders',
    month: 3,
    nth: 2,
    day: 'tue',
    from: '15:40',
    minutes: 7,
    kind: 'outage',
    fault: 'hung',
  },
  {
    endpoint: 'orders',
    month: 4,
    nth: 2,
    day: 'thu',
    from: '09:30',
    minutes: 22,
    kind: 'outage',
    fault: 'failing',
  },
  {
    endpoint: 'orders',
    month: 5,
    nth: 2,
    day: 'tue',
    from: '13:00',
    minutes: 5,
    kind: 'outage',
    fault: 'unavailable',
  },
  {
    endpoint: 'catalog',
    month: 1,
    nth: 3,
    day: 'mon',
    from: '06:00',
    minutes: 2880,
    kind: 'errors',
    share: 0.04,
  },
  {
    endpoint: 'catalog',
    month: 2,
    nth: 2,
    day: 'mon',
    from: '00:00',
    minutes: 5 * 1440,
    kind: 'slow',
    factor: 1.2,
  },
  {
    endpoint: 'catalog',
    month: 3,
    nth: 2,
    day: 'mon',
    from: '00:00',
    minutes: 12 * 1440,
    kind: 'slow',
    factor: 1.45,
  },
  {
    endpoint: 'payments',
    month: 1,
    nth: 3,
    day: 'tue',
    from: '22:31',
    minutes: 12,
    kind: 'outage',
    fault: 'unavailable',
  },
  { endpoint: 'payments', month: 2, nth: 3, day: 'sat', from: '01:10', minutes: 180, kind: 'gap' },
  { endpoint: 'payments', month: 4, nth: 1, day: 'sun', from: '03:20', minutes: 45, kind: 'gap' },
  {
    endpoint: 'tiles',
    month: 1,
    nth: 2,
    day: 'fri',
    from: '16:05',
    minutes: 15,
    kind: 'outage',
    fault: 'unavailable',
  },
  {
    endpoint: 'tiles',
    month: 4,
    nth: 1,
    day: 'wed',
    from: '08:40',
    minutes: 10,
    kind: 'outage',
    fault: 'hung',
  },
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
  return entries.map(({ endpoint, month, nth, day, from, minutes, ...effect }) => {
    const { zone } = endpoints[endpoint];
    const bounds = monthsAround(now, zone)[month];
    if (bounds === undefined) throw new RangeError(`The story has months 0 to 5, not ${month}.`);
    const start = instantOf(nthWeekday(bounds.start, zone, nth, day) * DATE_LENGTH + readClock(from), zone);
    return { endpoint, start, end: start + minutes * MINUTE, ...effect };
  });
}

/**
 * What an endpoint does at `at`. Latencies are log-normal around the endpoint's median and a fifth higher
 * in its early afternoon than in its small hours; one request in 12,500 fails by itself.
 */
export function behaviourAt(incidents: Incident[], name: EndpointName, at: Instant): Behaviour {
  const { medianMs, spread, zone, errors, latency } = endpoints[name];
  const index = Math.floor(at / 1000);
  const active = incidents.filter((one) => one.endpoint === name && one.start <= at && at < one.end);
  const errorShare = Math.max(1 / 12_500, ...active.map((one) => (one.kind === 'errors' ? one.share : 0)));
  const slowness = Math.max(1, ...active.map((one) => (one.kind === 'slow' ? one.factor : 1)));
  const outage = active.find((one) => isAway(one, at));
  const chance = errors.uniform(index) < errorShare ? 'unavailable' : null;
  return {
    fault: outage !== undefined && 'fault' in outage ? outage.fault : chance,
    latencyMs: medianMs * slowness * load(at, zone) * Math.exp(spread * latency.normal(index)),
  };
}

/** Work in a maintenance window begins five minutes into it and is done five minutes before its end. */
function isAway({ kind, start, end }: Incident, at: Instant): boolean {
  if (kind === 'maintenance') return start + 5 * MINUTE <= at && at < end - 5 * MINUTE;
  return kind === 'outage';
}

/** How busy the partner is: 1 at two in the morning, 1.2 at two in the afternoon. */
function load(at: Instant, zone: string): number {
  const hour = (readingAt(at, zone) / 3_600_000) % 24;
  return 1.1 - 0.1 * Math.cos((2 * Math.PI * (hour - 2)) / 24);
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
