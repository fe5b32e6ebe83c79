// The score: attainments, pillars, caps and what they come to (measurement.md section 7).
import { score as scoreTerms } from '@upheld/shared/agreement/score';
import { attainmentRange } from '@upheld/shared/score/attainment';
import type { Cap } from '@upheld/shared/score/caps';
import { exactWeights } from '@upheld/shared/score/pillars';
import { scoreOf } from '@upheld/shared/score/score';
import { pillars } from '@upheld/shared/score/score-item';
import type { ScoreItem } from '@upheld/shared/score/score-item';
import { exactWeight } from '@upheld/shared/score/weighted-mean';
import { decimal, ratioText } from '@upheld/shared/exact/ratio';
import type { Ratio } from '@upheld/shared/exact/ratio';
import { verdictSchema } from '@upheld/shared/measurement/figures';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';

const exactDecimal = z.string().transform(decimal);

const item = z
  .strictObject({
    id: z.string(),
    pillar: z.enum(pillars),
    weight: z.int().transform(exactWeight),
    promise: z.boolean(),
    verdict: verdictSchema.nullable(),
    value: exactDecimal.nullable(),
    worst: exactDecimal.nullable(),
    best: exactDecimal.nullable(),
    fail: exactDecimal,
    threshold: exactDecimal,
    ideal: exactDecimal,
    critical: exactDecimal.nullable(),
    previousVerdict: verdictSchema.nullable(),
  })
  .transform((given): ScoreItem => {
    const { id, pillar, value, worst, best, fail, threshold, ideal, critical, previousVerdict } = given;
    const better = fail.num * threshold.den < threshold.num * fail.den ? 'higher' : 'lower';
    return {
      subject: { name: id, period: null, source: null },
      ...{ pillar, weight: given.weight },
      ...{ worst: value ?? worst, best: value ?? best },
      scale: { better, fail, threshold, ideal },
      promise: given.verdict && { verdict: given.verdict, critical, previousVerdict },
    };
  });

const input = z.strictObject({
  pillarWeights: z.record(z.enum(pillars), z.int()).nullable(),
  inputs: z.array(item),
  cure: z.enum(['none', 'open', 'expired']),
});

export const score: VectorKind = {
  kind: 'score',
  run: (given) => {
    const { inputs, pillarWeights, cure } = input.parse(given);
    const weights = exactWeights(pillarWeights ?? scoreTerms.parse({}).weights);
    const figures = scoreOf(inputs, weights, cure);
    return {
      attainments: inputs.map((one) => ({ id: one.subject.name, ...rangeText(attainmentRange(one)) })),
      pillars: Object.fromEntries(
        Object.entries(figures.pillars).map(([name, range]) => [name, range && rangeText(range)]),
      ),
      measuredShare: figures.mean && ratioText(figures.mean.measured),
      meanLow: figures.mean && ratioText(figures.mean.low),
      meanHigh: figures.mean && ratioText(figures.mean.high),
      cap: figures.cap,
      capReasons: figures.caps.map(reasonText).sort(),
      final: figures.final && ratioText(figures.final),
      shown: figures.shown,
      band: figures.band,
    };
  },
};

const reasonWords = { 'not-measured': 'notMeasured', 'cure-open': 'cureOpen', 'cure-expired': 'cureExpired' };

function reasonText({ reason, subject }: Cap): string {
  const word = new Map(Object.entries(reasonWords)).get(reason) ?? reason;
  return subject === null ? word : `${word}:${subject.name}`;
}

function rangeText(range: { low: Ratio; high: Ratio } | null) {
  return { low: range && ratioText(range.low), high: range && ratioText(range.high) };
}
