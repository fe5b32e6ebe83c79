// Hours of counted traffic as a replay case keeps them: a row each, with counts or a fault, the hash of the
// answer, and the queries of its source with semicolons between them. Nobody imports such a file: a collector
// reads hours from a Prometheus.
import { sliceFaults } from '@upheld/shared/facts/slice';
import type { Slice } from '@upheld/shared/facts/slice';
import { z } from 'zod';

const HOUR = 3_600_000;

const count = z.string().regex(/^\d*$/);
const rowSchema = z.tuple([
  z.string().min(1),
  z.iso.datetime(),
  count,
  count,
  count,
  z.union([z.literal(''), z.enum(sliceFaults)]),
  z.string().regex(/^[0-9a-f]{64}$/),
  z.string().min(1),
]);

/** The slices of a file, in its order. Throws where a row is none. */
export function readSlices(text: string, agreement: string): Slice[] {
  const [, ...rows] = text.trimEnd().split('\n');
  return rows.map((row) => sliceOf(agreement, rowSchema.parse(row.split(','))));
}

function sliceOf(agreement: string, row: z.output<typeof rowSchema>): Slice {
  const [source, startAt, threshold, total, bad, fault, answerHash, queries] = row;
  const start = Temporal.Instant.from(startAt).epochMilliseconds;
  const asked = {
    ...{ agreement, source, start, end: start + HOUR, answerHash, queries: queries.split('; ') },
    thresholdMs: threshold === '' ? null : Number(threshold),
  };
  if (fault !== '') return { ...asked, counts: null, fault };
  return { ...asked, counts: { total: Number(total), bad: Number(bad) }, fault: null };
}
