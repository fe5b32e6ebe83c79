// From samples to minute states (measurement.md section 2).
import { combineTargets, targetMinutes } from '@upheld/shared/measurement/minutes';
import { decimal } from '@upheld/shared/exact/ratio';
import { outcomeCode } from '@upheld/shared/facts/sample';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { toRuns } from './runs.ts';

const sample = z.tuple([z.int(), z.string(), z.string(), z.boolean()]);

const input = z.strictObject({
  samples: z.array(sample),
  interval: z.int(),
  window: z.strictObject({ start: z.int(), end: z.int() }),
  targets: z.array(z.string()),
  timeSliceTarget: z.string(),
  agreeing: z.int(),
  combine: z.enum(['all', 'any']),
  iso: z.unknown(),
});

export const minutes: VectorKind = {
  kind: 'minutes',
  run: (given) => {
    const { samples, interval, window, targets, timeSliceTarget, agreeing, combine } = input.parse(given);
    const terms = { everyMs: interval, timeSliceTarget: decimal(timeSliceTarget), agreeing };
    const states = targets.map((target) => targetMinutes(vantagesOf(target, samples), window, terms));
    return { states: toRuns(combineTargets(states, combine)) };
  },
};

/** The series that a store would give: one per vantage, in rising order. */
function vantagesOf(target: string, samples: z.infer<typeof sample>[]): SampleSeries[] {
  const own = samples.filter(([, name]) => name === target).sort(([a], [b]) => a - b);
  return [...Map.groupBy(own, ([, , vantage]) => vantage)].map(([vantage, rows]) => ({
    source: target,
    vantage,
    at: Float64Array.from(rows, ([at]) => at),
    outcome: Uint8Array.from(rows, ([, , , ok]) => (ok ? outcomeCode.ok : outcomeCode.bad)),
    latencyMs: new Float64Array(rows.length).fill(NaN),
  }));
}
