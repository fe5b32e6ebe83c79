// The kinds of vectors that have an adapter, one line a kind, and those whose part of the measurement
// is still to be built. A kind in neither list fails.
import { availability } from './kinds/availability.ts';
import { calendars } from './kinds/calendars.ts';
import { dueTimes } from './kinds/due-times.ts';
import { latency } from './kinds/latency.ts';
import { minutes } from './kinds/minutes.ts';
import { occurrences } from './kinds/occurrences.ts';
import { periods } from './kinds/periods.ts';
import { tickets } from './kinds/tickets.ts';
import type { VectorKind } from './vector-kind.ts';

export const kinds: VectorKind[] = [
  periods,
  calendars,
  dueTimes,
  tickets,
  minutes,
  availability,
  occurrences,
  latency,
];

/** Named in one visible line of every run. A kind leaves this list with the change that brings its adapter. */
export const notYetBuilt = ['amendments', 'burn', 'credits', 'score'];
