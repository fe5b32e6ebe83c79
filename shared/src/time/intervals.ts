// Sets of time as lists of intervals.
import type { Interval } from './instant.ts';

/** The same time as intervals in order that neither overlap nor touch; empty ones are gone. */
export function merged(intervals: Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const { start, end } of intervals.filter(isNotEmpty).sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** The parts of the intervals that lie in `window`. */
export function clipped(intervals: Interval[], window: Interval): Interval[] {
  return intervals
    .map(({ start, end }) => ({ start: Math.max(start, window.start), end: Math.min(end, window.end) }))
    .filter(isNotEmpty);
}

/** The time that lies in `intervals` and in none of `removed`. */
export function without(intervals: Interval[], removed: Interval[]): Interval[] {
  return removed.reduce((left, hole) => left.flatMap((interval) => aroundHole(interval, hole)), intervals);
}

function aroundHole({ start, end }: Interval, hole: Interval): Interval[] {
  if (hole.end <= start || end <= hole.start) return [{ start, end }];
  return [
    { start, end: hole.start },
    { start: hole.end, end },
  ].filter(isNotEmpty);
}

function isNotEmpty({ start, end }: Interval): boolean {
  return start < end;
}
