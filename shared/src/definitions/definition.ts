// The contract of a definition of "the share that was good": several are in use, they differ by percents
// over the same facts, and which one holds is a term of the contract.
import type { Ratio } from '../exact/ratio.ts';
import type { JudgingInput } from '../measurement/judging.ts';
import type { Doubt, Verdict } from '../measurement/figures.ts';
import type { CheckedWindow } from './checked-window.ts';

export type DefinitionName = 'occurrences' | 'five-minute-mean' | 'time-slices' | 'minimum-volume-minutes';

/** What a share comes to and what the verdict would be. Shares are of what the promise is about, good or bad. */
export type DefinitionFigures = {
  /** Null where it is in doubt or nothing counts. */
  value: Ratio | null;
  /** Null unless unmeasured time leaves it in doubt. */
  range: { worst: Ratio; best: Ratio } | null;
  display: string | null;
  verdict: Verdict;
  doubts: Doubt[];
  counts: DefinitionCounts;
};

export type DefinitionCounts = {
  unit: 'check' | 'request' | 'minute' | 'five-minute interval';
  good: number;
  bad: number;
  unmeasured: number;
  /** Minutes over the error rate of downtime that had too few checks to be it. */
  tooFew?: number;
};

/**
 * Terms beside those of the promise; each definition reads its own. `isCounted`: some of what counts is traffic
 * that was counted by the hour.
 */
export type DefinitionTerms = {
  judging: JudgingInput;
  timeSliceTarget: string;
  volume: MinimumVolume;
  isCounted: boolean;
};

/** When a minute is downtime; `threshold` is a percentage. */
export type MinimumVolume = { checks: number; threshold: string; consecutiveMinutes: number };

export type Definition = {
  name: DefinitionName;
  /** In words, with every number that it depends on. */
  formula(judged: 'good' | 'bad', terms: DefinitionTerms): string;
  /** What becomes of time that nobody measured, in words. */
  unmeasured(terms: DefinitionTerms): string;
  figures(window: CheckedWindow, terms: DefinitionTerms): DefinitionFigures;
};
