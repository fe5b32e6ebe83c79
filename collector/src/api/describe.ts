// How a route describes itself for the OpenAPI document, and how its input is read.
import { describeRoute, resolver, validator } from 'hono-openapi';
import { z } from 'zod';
import { problemSchema } from '@upheld/shared/api/responses';
import { ProblemError } from './problem.ts';

/** One way in which a route may answer with a problem. */
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(problemSchema) } },
});

/** Describes a GET route that answers with `schema`. */
export function answers(summary: string, schema: z.ZodType) {
  return describeRoute({
    summary,
    responses: {
      200: { description: summary, content: { 'application/json': { schema: resolver(schema) } } },
      400: problem('The request cannot be read'),
      404: problem('There is no such agreement or promise'),
    },
  });
}

const period = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$/, {
    error: ({ input }) => `got ${JSON.stringify(input)}; a period is a month, a quarter or a year`,
  })
  .describe('A month, quarter or year of the agreement, such as 2026-07, 2026-Q3 or 2026');

/** `?period=`; anything else in the query is refused, so that a misspelt filter never passes for none. */
export const periodQuery = z.strictObject({ period: period.optional() });

/** `?agreement=`. */
export const agreementQuery = z.strictObject({ agreement: z.string().optional() });

export const agreementPath = z.object({ id: z.string() });
export const objectivePath = z.object({ id: z.string(), name: z.string() });

/** Reads one part of the request by a schema; what does not fit is a 400 that names field, rule and example. */
export function reads<Target extends 'param' | 'query', Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
  example = '?period=2026-Q3',
) {
  return validator(target, schema, (result) => {
    if (result.success) return;
    const faults = result.error.map((issue) => `${issue.path?.join('.') || target}: ${issue.message}`);
    throw new ProblemError(400, `${faults.join('; ')}; such as ${example}`);
  });
}
