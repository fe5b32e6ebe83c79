// Requests that somebody else's monitoring counted over a stretch of time, an hour as a rule: real traffic,
// where samples are our own asking. A slice is read once and is a fact like a sample (measurement.md
// section 4, "Traffic counted by a partner").
import type { Instant } from '../time/instant.ts';

/**
 * Why a slice holds no counts though its queries were answered: `empty` (no series), `not-a-number` (NaN, as
 * of 0/0), `not-a-count` (negative, infinite, or more bad ones than there are).
 */
export const sliceFaults = ['empty', 'not-a-number', 'not-a-count'] as const;
export type SliceFault = (typeof sliceFaults)[number];

/** How many requests there were, and how many of them were bad; whole numbers, `bad` no more than `total`. */
export type SliceCounts = { total: number; bad: number };

/**
 * The stretch `[start, end)` of one source; (agreement, source, start) is its key. With a `thresholdMs` the
 * bad ones are those that took longer, without one those that failed. `queries` are the texts that were
 * asked, in their order, and `answerHash` is the SHA-256 (hex) of what came back.
 */
export type Slice = {
  agreement: string;
  source: string;
  start: Instant;
  end: Instant;
  thresholdMs: number | null;
  queries: string[];
  answerHash: string;
} & ({ counts: SliceCounts; fault: null } | { counts: null; fault: SliceFault });
