// Latency: fast requests over requests, and nearest-rank quantiles (measurement.md section 4).
import { countEvents } from '@upheld/shared/measurement/events';
import { judgeOccurrences } from '@upheld/shared/measurement/occurrences';
import { quantiles } from '@upheld/shared/measurement/quantiles';
import { decimal, ratioText } from '@upheld/shared/exact/ratio';
import { gradedResponses } from '@upheld/shared/indicators/latency';
import type { FastTerms } from '@upheld/shared/indicators/latency';
import { z } from 'zod';
import type { VectorKind } from '../vector-kind.ts';
import { reasonsOf } from './occurrences.ts';
import { requestsOf } from './requests.ts';

const input = z.strictObject({
  samples: z.array(z.number().nullable()),
  threshold: z.number(),
  thresholdOp: z.enum(['<', '<=']),
  target: z.string(),
  op: z.enum(['>=', '>']),
  noResponse: z.enum(['slow', 'exclude']),
  minimumSample: z.int(),
});

export const latency: VectorKind = {
  kind: 'latency',
  run: (given) => {
    const { samples, threshold, thresholdOp, target, op, noResponse, minimumSample } = input.parse(given);
    const fast = { thresholdMs: threshold, op: thresholdOp, noResponse };
    const requests = gradedResponses([requestsOf(samples)], fast);
    const { good, total } = countEvents(requests);
    const judgement = judgeOccurrences({ good, total }, null, {
      target: { op, ratio: decimal(target) },
      judged: 'good',
      minimumSample,
      coverageFloor: decimal('0'),
    });
    return {
      ...{ good, total, withoutResponse: countUnanswered(samples, fast) },
      ratio: judgement.ratio && ratioText(judgement.ratio),
      verdict: judgement.verdict,
      reasons: reasonsOf(judgement.doubts),
      display: judgement.display,
      ...Object.fromEntries(
        Object.entries(quantiles(requests)).map(([name, value]) => [name, worded(value)]),
      ),
    };
  },
};

/** The requests that only the strict reading of a clause counts. */
function countUnanswered(samples: (number | null)[], fast: Omit<FastTerms, 'noResponse'>): number {
  const totalOf = (noResponse: FastTerms['noResponse']) =>
    countEvents(gradedResponses([requestsOf(samples)], { ...fast, noResponse })).total;
  return totalOf('slow') - totalOf('exclude');
}

function worded(value: number | string | null): number | string | null {
  return value === 'no-response' ? 'noResponse' : value;
}
