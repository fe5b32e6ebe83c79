// The kinds of vectors that have an adapter, one line a kind. A file of any other kind fails.
import { amendments } from './kinds/amendments.ts';
import { availability } from './kinds/availability.ts';
import { burn } from './kinds/burn.ts';
import { calendars } from './kinds/calendars.ts';
import { credits } from './kinds/credits.ts';
import { dueTimes } from './kinds/due-times.ts';
import { latency } from './kinds/latency.ts';
import { minutes } from './kinds/minutes.ts';
import { occurrences } from './kinds/occurrences.ts';
import { periods } from './kinds/periods.ts';
import { score } from './kinds/score.ts';
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
  burn,
  score,
  credits,
  amendments,
];
