// The kinds of vectors that have an adapter, one line a kind, and those whose part of the measurement
// is still to be built. A kind in neither list fails.
import { periods } from './kinds/periods.ts';
import type { VectorKind } from './vector-kind.ts';

export const kinds: VectorKind[] = [periods];

/** Named in one visible line of every run. A kind leaves this list with the change that brings its adapter. */
export const notYetBuilt = [
  'amendments',
  'burn',
  'credits',
  'score',
  'calendars',
  'due-times',
  'tickets',
  'minutes',
  'availability',
  'occurrences',
  'latency',
];
