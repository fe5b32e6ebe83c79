// What a group of decided clocks (one kind, severity and period) comes to (measurement.md section 6).
import { ratio } from '../exact/ratio.ts';
import type { Target } from '../exact/target.ts';
import { meetsTarget } from '../exact/target.ts';
import type { Clock } from './clock.ts';

export type ClockCounts = { met: number; missed: number; unknown: number };

/** Counts the decided clocks; running, merged and deleted ones count nowhere. */
export function countClocks(clocks: Pick<Clock, 'state'>[]): ClockCounts {
  const of = (state: Clock['state']): number =>
    clocks.reduce((sum, clock) => sum + Number(clock.state === state), 0);
  return { met: of('met'), missed: of('missed'), unknown: of('unknown') };
}

/**
 * Met if the clocks that were met keep the target (`>=`) even with every unknown one missed, missed if
 * they do not even with every unknown one met, else undetermined; so too of no clocks at all.
 */
export function judgeClocks(counts: ClockCounts, target: Target): 'met' | 'missed' | 'undetermined' {
  const { met, missed, unknown } = counts;
  const total = met + missed + unknown;
  if (total === 0) return 'undetermined';
  if (meetsTarget(ratio(met, total), target)) return 'met';
  return meetsTarget(ratio(met + unknown, total), target) ? 'undetermined' : 'missed';
}
