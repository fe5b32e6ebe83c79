// What judging is given beside what was measured.
import type { Ratio } from '../exact/ratio.ts';
import type { Target } from '../exact/target.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { NotMeasured } from './verdict.ts';

/** What a promise is held against. */
export type JudgingTerms = {
  target: Target;
  notMeasured: NotMeasured;
  minimumSample: number;
  coverageFloor: Ratio;
};

export type JudgingInput = {
  terms: JudgingTerms;
  /** Not empty. */
  window: Interval;
  /** The local days to list, cut to the window. */
  days: (Interval & { date: string })[];
  asOf: Instant;
  /** As many slots of an update cadence that were met are listed, and missed, and unknown; all without it. */
  mostSlots?: number | undefined;
};
