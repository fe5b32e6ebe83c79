// The minutes of a window, numbered: what is known of each minute is kept in columns of this length.
import { MINUTE } from '../time/instant.ts';
import type { Interval } from '../time/instant.ts';
import { endOfRun } from './codes.ts';
import { indexAtOrAfter } from './rising-column.ts';

/** `first` counts minutes since the epoch; minute `i` of the span starts at `(first + i) * MINUTE`. */
export type MinuteSpan = { first: number; count: number };

/**
 * The minutes that belong to a window: those whose start lies in it (measurement.md section 1). The
 * window must have an end.
 */
export function minutesOf(window: Interval): MinuteSpan {
  const first = Math.ceil(window.start / MINUTE);
  return { first, count: Math.max(0, Math.ceil(window.end / MINUTE) - first) };
}

/** The places `[from, to)` in the span's columns of the minutes that belong to a window, cut to the span. */
export function minutesWithin(span: MinuteSpan, window: Interval): { from: number; to: number } {
  const inner = minutesOf(window);
  const from = Math.min(Math.max(inner.first - span.first, 0), span.count);
  return { from, to: Math.max(from, Math.min(inner.first + inner.count - span.first, span.count)) };
}

/** The places `[from, to)` in a rising column of instants that lie in a run of minutes. */
export function placesOf(
  at: Float64Array,
  { first }: MinuteSpan,
  run: { from: number; to: number },
): { from: number; to: number } {
  return {
    from: indexAtOrAfter(at, (first + run.from) * MINUTE),
    to: indexAtOrAfter(at, (first + run.to) * MINUTE),
  };
}

/** The stretch of time that a run of minutes is. */
export function timeOf({ first }: MinuteSpan, { from, to }: { from: number; to: number }): Interval {
  return { start: (first + from) * MINUTE, end: (first + to) * MINUTE };
}

/** The stretches of time in which a column holds `value`; neighbouring minutes are joined. */
export function rangesOf(span: MinuteSpan, column: Uint8Array, value: number): Interval[] {
  const ranges: Interval[] = [];
  for (let from = column.indexOf(value); from !== -1;) {
    const to = endOfRun(column, from, column.length);
    ranges.push(timeOf(span, { from, to }));
    from = column.indexOf(value, to);
  }
  return ranges;
}
