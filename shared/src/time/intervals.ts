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
  if (removed.length === 0) return intervals;
  const holes = merged(removed);
  return intervals.flatMap((interval) => aroundHoles(interval, holes));
}

/** `holes` are in order and apart. */
function aroundHoles({ start, end }: Interval, holes: Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = start;
  for (const hole of holes) {
    if (hole.start >= end) break;
    if (hole.end <= from) continue;
    left.push({ start: from, end: hole.start });
    from = hole.end;
  }
  return [...left, { start: from, end }].filter(isNotEmpty);
}

function isNotEmpty({ start, end }: Interval): boolean {
  return start < end;
}
