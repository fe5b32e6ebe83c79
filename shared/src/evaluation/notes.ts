// What a reader must know of a part beside its figures: what counted traffic says otherwise than the promise,
// and what it cannot say.
import type { TrafficStatement, UndecidedSlice } from '../measurement/traffic-figures.ts';
import type { PartStatement } from './statement.ts';

/** Sentences, in the order in which a reader asks; none for a part without counted traffic. */
export function notesOf({ traffic = [], undecided = [], quantiles, terms }: PartStatement): string[] {
  return [
    ...traffic.flatMap(thresholdNote),
    ...(Object.hasOwn(terms.indicator, 'notErrors') ? traffic.map(statusNote) : []),
    ...(traffic.length > 0 && quantiles !== undefined
      ? ['Counted traffic holds no times of single requests, so there are no quantiles.']
      : []),
    ...traffic.map(
      ({ source }) =>
        `${source} counts what its own monitoring saw; a request that never got there is in no count.`,
    ),
    ...undecidedNotes(undecided),
  ];
}

/** The buckets of a histogram count what took at most so long (Prometheus: `le`). */
function thresholdNote({ source, thresholdMs }: TrafficStatement): string[] {
  if (thresholdMs === null) return [];
  const threshold = `${thresholdMs} ms`;
  return [
    `${source} counts a request of at most ${threshold} as fast, where the promise says under ${threshold}.`,
  ];
}

/** Counts carry no status, so that nothing can be left out of them afterwards. */
function statusNote({ source }: TrafficStatement): string {
  return `${source} tells no statuses: which answers are no failures, its queries decide alone.`;
}

function undecidedNotes(undecided: UndecidedSlice[]): string[] {
  const reasons = Map.groupBy(undecided, ({ why }) => why);
  return [...reasons].map(([why, slices]) => `In no total, because ${why}: ${totals(slices)}.`);
}

function totals(slices: UndecidedSlice[]): string {
  const total = slices.reduce((sum, slice) => sum + slice.total, 0);
  const bad = slices.reduce((sum, slice) => sum + slice.bad, 0);
  const hours = slices.length === 1 ? '1 hour' : `${slices.length} hours`;
  return `${hours} with ${total.toLocaleString('en-US')} requests (${bad.toLocaleString('en-US')} bad)`;
}
