// A valid agreement, its facts and the columns they come in; a test changes one thing of them.
import type { Agreement, Exclusion, Objective, Source } from '@upheld/shared/agreement/agreement';
import type { Facts } from '@upheld/shared/evaluation/facts';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { Slice, SliceCounts, SliceFault } from '@upheld/shared/facts/slice';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Interval } from '@upheld/shared/time/instant';

export const allWeek = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const always = {
  timeZone: 'UTC',
  weekly: Object.fromEntries(allWeek.map((day) => [day, ['00:00-24:00']])),
  holidays: [],
};

export const businessHours = {
  timeZone: 'America/New_York',
  weekly: Object.fromEntries(allWeek.slice(0, 5).map((day) => [day, ['09:00-17:00']])),
  holidays: [],
};

/** An instant from ISO 8601 with an offset. */
export function at(iso: string): number {
  return Temporal.Instant.from(iso).epochMilliseconds;
}

export function aSource(change: Partial<Source> = {}): Source {
  const retry = { attempts: 1, delay: '5s' };
  return { name: 'api', type: 'import', every: '60s', retry, agreeing: 1, spec: {}, ...change };
}

export function anObjective(change: Partial<Objective> = {}): Objective {
  return {
    name: 'uptime',
    owedBy: 'acme',
    clause: { text: 'The API is available.' },
    reading: null,
    indicator: { type: 'availability', sources: ['api'] },
    calendar: 'always',
    objective: { op: '>=', target: '99.9%', timeSliceTarget: '50%' },
    period: 'month',
    weight: 1,
    minimumSample: 1,
    noData: { notMeasured: 'undetermined', coverageFloor: '95%' },
    ...change,
  };
}

export function anAgreement(change: Partial<Agreement> = {}): Agreement {
  return {
    name: 'acme',
    displayName: 'Acme',
    labels: {},
    effective: { from: '2026-01-01' },
    timeZone: 'UTC',
    fiscalYearStart: 1,
    parties: [],
    calendars: { always, business: businessHours },
    sources: [aSource()],
    objectives: [anObjective()],
    support: [],
    triggers: [],
    amended: [],
    ...change,
  };
}

export function anExclusion(change: Partial<Exclusion> & { window: Interval }): Exclusion {
  return {
    name: 'maintenance',
    agreement: 'acme',
    category: 'scheduled-maintenance',
    sources: null,
    effect: 'remove',
    reason: 'announced',
    requestedBy: { party: 'acme', by: 'Tom', at: 0 },
    approvedBy: { party: 'us', by: 'Ina', at: 0 },
    approved: true,
    ...change,
  };
}

/** How one slot ended: ok or bad with or without a time, an age or a status, not measured, or no row at all. */
export type Slot = {
  outcome: keyof typeof outcomeCode;
  latencyMs?: number;
  ageMs?: number;
  status?: number;
} | null;

/** A series with a sample every `everyMs` of the window; `slot` tells how each ended, ok in 100 ms unless it says. */
export function aSeries(
  window: Interval & { everyMs?: number },
  slot: (at: number) => Slot | undefined = () => undefined,
  { source = 'api', vantage = 'main' } = {},
): SampleSeries {
  const every = window.everyMs ?? 60_000;
  const count = Math.ceil((window.end - window.start) / every);
  const rows = Array.from({ length: count }, (_, index) => window.start + index * every).flatMap(
    (instant) => {
      const ended = slot(instant);
      if (ended === null) return [];
      return [{ instant, ...(ended ?? answered) }];
    },
  );
  const [hasAges, hasStatuses] = [
    rows.some(({ ageMs }) => ageMs !== undefined),
    rows.some(({ status }) => status !== undefined),
  ];
  return {
    source,
    vantage,
    at: Float64Array.from(rows, ({ instant }) => instant),
    outcome: Uint8Array.from(rows, ({ outcome }) => outcomeCode[outcome]),
    latencyMs: Float64Array.from(rows, ({ latencyMs }) => latencyMs ?? NaN),
    ...(hasAges && { ageMs: Float64Array.from(rows, ({ ageMs }) => ageMs ?? NaN) }),
    ...(hasStatuses && { status: Uint16Array.from(rows, ({ status }) => status ?? 0) }),
  };
}

const answered: NonNullable<Slot> = { outcome: 'ok', latencyMs: 100 };

/** Bad without a response inside any of the windows. */
export function badIn(...windows: Interval[]): (instant: number) => Slot | undefined {
  return (instant) =>
    windows.some(({ start, end }) => start <= instant && instant < end) ? { outcome: 'bad' } : undefined;
}

/** No row inside any of the windows. */
export function silentIn(...windows: Interval[]): (instant: number) => Slot | undefined {
  return (instant) =>
    windows.some(({ start, end }) => start <= instant && instant < end) ? null : undefined;
}

/** The hour of `gateway` that begins at `start`, with its counts or what was wrong with the answer. */
export function aSlice(
  start: number,
  told: SliceCounts | SliceFault,
  change: Partial<Pick<Slice, 'source' | 'end' | 'thresholdMs' | 'queries' | 'answerHash'>> = {},
): Slice {
  const asked = {
    ...{ agreement: 'acme', source: 'gateway', start, end: start + 3_600_000, thresholdMs: null },
    ...{ queries: ['sum(increase(requests_total[1h]))', 'sum(increase(errors_total[1h]))'] },
    ...{ answerHash: start.toString(16).padStart(64, '0'), ...change },
  };
  return typeof told === 'string'
    ? { ...asked, counts: null, fault: told }
    : { ...asked, counts: told, fault: null };
}

/** A load test of the objective `capacity` that reached 10,000 users and kept its one term. */
export function aLoadTest(change: Partial<LoadTest> = {}): LoadTest {
  return {
    ...{ agreement: 'acme', objective: 'capacity', name: 'spring', at: at('2026-05-04T12:00:00Z') },
    ...{ users: 10_000, terms: [{ name: 'p95 < 200 ms', kept: true }], tool: null },
    ...change,
  };
}

export function facts(
  series: SampleSeries[],
  events: TicketEvent[] = [],
  gaps: Interval[] = [],
  loadTests: LoadTest[] = [],
  slices: Slice[] = [],
): Facts {
  return {
    series: (source) => series.filter((one) => one.source === source),
    slices: (source) => slices.filter((one) => one.source === source),
    desk: () => ({ events, gaps }),
    loadTests: (objective) => loadTests.filter((test) => test.objective === objective),
  };
}
