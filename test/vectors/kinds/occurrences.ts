// Counted events: verdict, evidence strength and budget (measurement.md sections 4 and 5).
import { countEvents } from '@upheld/shared/measurement/events';
import { judgeOccurrences } from '@upheld/shared/measurement/occurrences';
import type { OccurrenceJudgement } from '@upheld/shared/measurement/occurrences';
import type { Doubt, EventCounts } from '@upheld/shared/measurement/figures';
import { decimal, ratio, ratioText } from '@upheld/shared/exact/ratio';
import { gradedResponses } from '@upheld/shared/indicators/latency';
import { expect } from 'vitest';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { compareExactly } from '../vector-kind.ts';
import { requestsOf } from './requests.ts';

const common = {
  op: z.enum(['<', '<=', '>', '>=']),
  target: z.string(),
  minimumSample: z.int(),
  coverage: z.strictObject({ num: z.string(), den: z.string() }).nullable(),
  coverageFloor: z.string(),
};

const input = z.discriminatedUnion('form', [
  z.strictObject({ form: z.literal('errorRate'), ...common, bad: z.int(), total: z.int() }),
  z.strictObject({ form: z.literal('goodRatio'), ...common, good: z.int(), total: z.int() }),
  z.strictObject({
    form: z.literal('latency'),
    ...common,
    observations: z.array(z.tuple([z.number(), z.int()])),
    threshold: z.number(),
    thresholdOp: z.enum(['<', '<=']),
  }),
]);

type Input = z.infer<typeof input>;

const answered = z.looseObject({ wilson: z.object({ low: z.number(), high: z.number() }).nullable() });

export const occurrences: VectorKind = {
  kind: 'occurrences',
  run: (given) => {
    const asked = input.parse(given);
    const { op, target, minimumSample, coverage, coverageFloor, form } = asked;
    const counts = eventsOf(asked);
    const judgement = judgeOccurrences(
      counts,
      coverage && ratio(BigInt(coverage.num), BigInt(coverage.den)),
      {
        target: { op, ratio: decimal(target) },
        judged: form === 'errorRate' ? 'bad' : 'good',
        minimumSample,
        coverageFloor: decimal(coverageFloor),
      },
    );
    return answer(counts, judgement);
  },
  compare: (actual, expected) => {
    const { wilson, ...rest } = answered.parse(actual);
    const { wilson: interval, ...others } = answered.parse(expected);
    compareExactly(rest, others);
    expect(wilson === null).toBe(interval === null);
    expect(Math.abs((wilson?.low ?? 0) - (interval?.low ?? 0))).toBeLessThanOrEqual(1e-9);
    expect(Math.abs((wilson?.high ?? 0) - (interval?.high ?? 0))).toBeLessThanOrEqual(1e-9);
  },
};

/** The reasons in the vectors' words. */
export function reasonsOf(doubts: Doubt[]): string[] {
  return doubts.map((doubt) => (doubt === 'minimum-sample' ? 'minimumSample' : doubt));
}

function eventsOf(asked: Input): EventCounts {
  if (asked.form === 'errorRate') return { good: asked.total - asked.bad, total: asked.total };
  if (asked.form === 'goodRatio') return { good: asked.good, total: asked.total };
  const times = asked.observations.flatMap(([value, count]) => Array<number>(count).fill(value));
  const fast = { thresholdMs: asked.threshold, op: asked.thresholdOp, noResponse: 'slow' } as const;
  return countEvents(gradedResponses([requestsOf(times)], fast));
}

function answer({ good, total }: EventCounts, judgement: OccurrenceJudgement): unknown {
  const { ratio: value, verdict, doubts, display, wilson, evidence, budget } = judgement;
  return {
    ...{ good, bad: total - good, total },
    ratio: value && ratioText(value),
    ...{ verdict, reasons: reasonsOf(doubts), display, wilson, evidence },
    budget: ratioText(budget.allowed),
    consumed: budget.consumed,
    remaining: ratioText(budget.remaining),
  };
}
