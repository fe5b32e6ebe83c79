// The contract of an indicator kind: its own terms, and how it measures a promise over a window.
import type { CalendarTerms, Exclusion, Operator, Source } from '../agreement/agreement.ts';
import type { IndicatorSchema } from '../agreement/kinds.ts';
import type { LoadTest } from '../facts/load-test.ts';
import type { Slice } from '../facts/slice.ts';
import type { SlotGrid } from '../measurement/coverage.ts';
import type { CountWords } from '../evaluation/statement.ts';
import type { Measured } from '../measurement/measured.ts';
import type { Reading, VantageFacts } from '../measurement/tallied.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { z } from 'zod';

/**
 * A source with what it has to say: one series per vantage, none where nothing was measured. Only a source of
 * counted traffic has `slices`, and then nothing is asked for on its grid.
 */
export type MeasuredSource = {
  source: Source;
  grid: SlotGrid;
  vantages: VantageFacts[];
  slices?: Slice[] | undefined;
};

/** Each kind reads the facts that it is about: probes of `sources`, `clocks` of a desk, or load tests. */
export type IndicatorInput<Terms> = {
  terms: Terms;
  /** The good share of a good minute, e.g. `50%`. */
  timeSliceTarget: string;
  /** Measured together. */
  sources: MeasuredSource[];
  /** Every clock of the desk at `asOf`, of every kind and severity. */
  clocks: SupportClock[];
  /** Stretches of which the desk's events are not known. */
  gaps: Interval[];
  /** Those of this promise. */
  loadTests: LoadTest[];
  /** Cut to the time in which the agreement, and this version of it, counts; not empty. */
  window: Interval;
  /** The promise's own. */
  calendar: CalendarTerms;
  /** Scheduled minutes of the window. */
  scheduled: Interval[];
  /** Those of this agreement, approved or not. */
  exclusions: Exclusion[];
  /** The agreement's own. */
  timeZone: string;
  asOf: Instant;
};

/**
 * `terms` reads the kind's own fields: those beside `type`, `sources` and `each` in an objective's
 * indicator, or what a severity promises. `measure` never throws for want of facts: what is missing is
 * unmeasured. Operators that make no sense for the kind are not in `operators`.
 */
export type IndicatorKind<Terms = unknown> = {
  type: string;
  terms: z.ZodObject & z.ZodType<Terms>;
  operators: readonly Operator[];
  /** What an objective of this kind leaves out of its file, because it is judged by something else. */
  without?: IndicatorSchema['without'];
  /** What it can be measured from; samples, if it does not say. */
  reads?: IndicatorSchema['reads'];
  /** The formula in words. */
  formula(terms: Terms): string;
  /** What is counted, and what its good and bad ones are called. */
  words: CountWords;
  /** What the promise comes to, in words, where its terms alone do not tell: `24 h` may be three working days. */
  meaning?(terms: Terms, calendar: CalendarTerms): string;
  measure(input: IndicatorInput<Terms>): Measured;
  /** How it reads the samples of a source; `measure` asks tallies for these only. None, if it reads no samples. */
  readings?(asked: { terms: Terms; timeSliceTarget: string; grid: SlotGrid }): Reading[];
};
