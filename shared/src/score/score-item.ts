// What the score is made of: promises with their verdicts, and plain measures such as KPIs.
import type { Verdict } from '../measurement/figures.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Scale } from './scale.ts';

export const pillars = ['technical', 'support', 'obligations', 'relationship'] as const;
export type Pillar = (typeof pillars)[number];

/** Which promise or measure is meant; a promise has one item for each of its periods and sources. */
export type Subject = { name: string; period: string | null; source: string | null };

/** What a promise adds to its figures. */
export type PromiseStanding = {
  verdict: Verdict;
  /** The value that nothing may be strictly worse than; null where the clause names none. */
  critical: Ratio | null;
  /** Of the period before; null where there was none or it is not known. */
  previousVerdict: Verdict | null;
};

export type ScoreItem = {
  subject: Subject;
  pillar: Pillar;
  /** Within its pillar; 0 takes no part in the mean. */
  weight: Ratio;
  scale: Scale;
  /** The worst and the best that the value can be, the same where it is known; null: not measured. */
  worst: Ratio | null;
  best: Ratio | null;
  /** Null for a plain measure. */
  promise: PromiseStanding | null;
};

/** Whether an item takes part in the score: everything but excluded promises. */
export function counts({ promise }: ScoreItem): boolean {
  return promise?.verdict !== 'excluded';
}

/** Whether an item that counts has been measured: a promise is where it is met or missed. */
export function isMeasured({ promise, worst }: ScoreItem): boolean {
  return promise === null ? worst !== null : promise.verdict !== 'undetermined';
}
