// The stretches of days that a table of head rows holds. A server has room for so many locks, and whoever looks at all
// tables holds some of each, so there are never many: the days that run have one each, to be let go of one by one;
// days of long ago, which imports bring by the thousand, share one.
import type { Instant } from '@upheld/shared/time/instant';

export const dayMs = 86_400_000;

/** Days since 1970 began, UTC: `first <= day < end`. */
export type Span = { first: number; end: number };

export const dayOf = (at: Instant): number => Math.floor(at / dayMs);

export const holds = ({ first, end }: Span, day: number): boolean => day >= first && day < end;

export const isSpan = (a: Span, b: Span): boolean => a.first === b.first && a.end === b.end;

/** Yesterday's samples still come, and those of the day before in some zone. */
const runningDays = 3;

/** So many days have a table each, before those to come share: of the past, and of those that run. */
const single = { past: 30, running: 60 };

/** How many days share a table, and how many while there are more tables than `many`. */
const shared = { days: 32, many: 200, daysOfMany: 1024 };

/** Where a day goes that has no table yet, between the spans that there are. */
export function newSpan(day: number, today: number, spans: readonly Span[]): Span {
  const runningFrom = today + 1 - runningDays;
  const isRunning = day >= runningFrom;
  const width = widthOf(isRunning, spans);
  const first = Math.floor(day / width) * width;
  return {
    first: Math.max(first, ...spans.filter(({ end }) => end <= day).map(({ end }) => end)),
    end: Math.min(
      ...[first + width, isRunning ? Infinity : runningFrom],
      ...spans.filter((span) => span.first > day).map((span) => span.first),
    ),
  };
}

function widthOf(isRunning: boolean, spans: readonly Span[]): number {
  const singles = spans.filter(({ first, end }) => end - first === 1).length;
  if (singles < (isRunning ? single.running : single.past)) return 1;
  return spans.length < shared.many ? shared.days : shared.daysOfMany;
}

/** Such as `samples 2026-07-01`, or `samples 2026-05-08 to 2026-06-08`, both included. */
export const tableOf = (table: string, { first, end }: Span): string =>
  end - first === 1 ? `${table} ${dateOf(first)}` : `${table} ${dateOf(first)} to ${dateOf(end - 1)}`;

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().replace(/T.*/, '');

/** What `tableOf` named so. */
export function spanOf(name: string): Span {
  const [, from = '', to = from] = /^\S+ (\S+)(?: to (\S+))?$/.exec(name) ?? [];
  return { first: dayFrom(from), end: dayFrom(to) + 1 };
}

const dayFrom = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;
