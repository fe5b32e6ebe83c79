// Counted traffic as statements show it: every slice with its counts and the hash of the answer that they came
// from, so that anybody can add them up again.
import { z } from 'zod';
import { sliceFaults } from '../facts/slice.ts';
import { merged } from '../time/intervals.ts';
import { countSchema as count, intervalSchema } from './figures.ts';
import { undecidedReasons } from './traffic.ts';
import type { SourceTraffic } from './traffic.ts';

const answerHash = z.string().describe('SHA-256 (hex) of what the queries were answered with');

/** What the monitoring behind one source counted in a part. */
export const trafficSchema = z.object({
  source: z.string(),
  thresholdMs: z
    .number()
    .nullable()
    .describe('Requests that took longer are bad; null where those are that failed'),
  queries: z
    .array(z.array(z.string()))
    .describe('What was asked for each hour; more than one entry where the queries changed'),
  slices: z
    .array(
      intervalSchema.extend({
        ...{ total: count, bad: count, answerHash },
        countsGood: z.literal(true).optional().describe('An exclusion makes all of its requests good'),
      }),
    )
    .describe('Those in the total'),
  unanswered: z
    .array(intervalSchema.extend({ fault: z.enum(sliceFaults), answerHash }))
    .describe('Hours whose queries were answered without counts: not measured'),
  unread: z.array(intervalSchema).describe('Hours that were due and never read; neighbours joined'),
});
export type TrafficStatement = z.infer<typeof trafficSchema>;

/** A slice in no total, because only a part of it counts and nobody can tell which requests lie there. */
export const undecidedSchema = intervalSchema.extend({
  ...{ source: z.string(), total: count, bad: count, why: z.enum(undecidedReasons), answerHash },
});
export type UndecidedSlice = z.infer<typeof undecidedSchema>;

/** The traffic of a part by source, and the slices of all sources that are in no total, in order of time. */
export function trafficFigures(traffic: SourceTraffic[]): {
  traffic: TrafficStatement[];
  undecided: UndecidedSlice[];
} {
  const undecided = traffic.flatMap((source) =>
    source.undecided.map(({ start, end, counts: { total, bad }, why, answerHash: hash }) => {
      return { source: source.source, start, end, total, bad, why, answerHash: hash };
    }),
  );
  return { traffic: traffic.map(statementOf), undecided: undecided.toSorted((a, b) => a.start - b.start) };
}

function statementOf(given: SourceTraffic): TrafficStatement {
  const { source, thresholdMs, counted, unanswered, undecided, hours } = given;
  const asked = [...counted, ...unanswered, ...undecided].toSorted((a, b) => a.start - b.start);
  const queries = new Map(asked.map((slice) => [JSON.stringify(slice.queries), slice.queries]));
  return {
    ...{ source, thresholdMs },
    queries: [...queries.values()],
    slices: counted.map(({ start, end, counts: { total, bad }, answerHash: hash, countsGood }) => {
      return { start, end, total, bad, answerHash: hash, ...(countsGood && { countsGood }) };
    }),
    unanswered: unanswered.map(({ start, end, fault, answerHash: hash }) => {
      return { start, end, fault, answerHash: hash };
    }),
    unread: merged(hours.filter(({ isRead }) => !isRead).map(({ start, end }) => ({ start, end }))),
  };
}
