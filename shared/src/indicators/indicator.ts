// The contract of an indicator kind: its own terms, and how it judges one period of an objective.
import type { Exclusion, Objective, Operator, Source } from '../agreement/agreement.ts';
import type { SlotGrid } from '../measurement/coverage.ts';
import type { JudgedPeriod } from '../evaluation/statement.ts';
import type { SampleSeries } from '../facts/sample.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { z } from 'zod';

/** A source with what it has to say: one series per vantage, none where nothing was measured. */
export type MeasuredSource = { source: Source; grid: SlotGrid; vantages: SampleSeries[] };

export type IndicatorInput<Terms> = {
  terms: Terms;
  objective: Objective;
  /** Judged together. */
  sources: MeasuredSource[];
  /** Cut to the time in which the agreement counts. */
  window: Interval;
  /** Scheduled minutes of the window. */
  scheduled: Interval[];
  /** Those of this agreement, approved or not. */
  exclusions: Exclusion[];
  days: (Interval & { date: string })[];
  asOf: Instant;
};

/**
 * `terms` reads the fields that stand beside `type`, `sources` and `each`. `judge` never throws for want
 * of facts: what is missing is unmeasured. Operators that make no sense for the kind are not in `operators`.
 */
export type IndicatorKind<Terms = unknown> = {
  type: string;
  terms: z.ZodObject & z.ZodType<Terms>;
  operators: readonly Operator[];
  /** The formula in words. */
  formula(terms: Terms): string;
  judge(input: IndicatorInput<Terms>): JudgedPeriod;
};
