// A target is an operator and a ratio: `>= 99.9%`. Both sides are exact (measurement.md section 4).
import type { Operator } from '../agreement/agreement.ts';
import { compareRatios, complement, percentage } from './ratio.ts';
import type { Ratio } from './ratio.ts';

export type Target = { op: Operator; ratio: Ratio };

/** Reads a target as an agreement states it. Throws a RangeError when `target` is no percentage. */
export function readTarget(objective: { op: Operator; target: string }): Target {
  return { op: objective.op, ratio: percentage(objective.target) };
}

/**
 * Whether a value keeps the target. Exactly 0.1 % misses `< 0.1%`; exactly 99.9 % meets `>= 99.9%`.
 *
 *     meetsTarget(ratio(999, 1000), { op: '>=', ratio: percentage('99.9%') }); // true
 */
export function meetsTarget(value: Ratio, { op, ratio }: Target): boolean {
  const order = compareRatios(value, ratio);
  if (op === '>=') return order >= 0;
  if (op === '>') return order > 0;
  if (op === '<=') return order <= 0;
  return order < 0;
}

/**
 * The bad share that a target leaves: its budget (measurement.md section 5). `<` and `<=` are about the bad
 * share itself, `>=` and `>` about the good one.
 *
 *     allowedBad({ op: '>=', ratio: percentage('99.9%') }); // 1/1000
 */
export function allowedBad({ op, ratio }: Target): Ratio {
  return op.startsWith('<') ? ratio : complement(ratio);
}
