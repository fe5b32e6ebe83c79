// What would have been under other terms, and what other definitions make of a promise.
import { Hono } from 'hono';
import { z } from 'zod';
import type { Agreement, PeriodUnit } from '@upheld/shared/agreement/agreement';
import {
  definitionsResponseSchema,
  whatIfResponseSchema,
  type DefinitionsResponse,
  type WhatIfResponse,
} from '@upheld/shared/api/responses';
import { termsChangeSchema } from '@upheld/shared/evaluation/changed-terms';
import { promiseNamed, unknownPromise } from '@upheld/shared/evaluation/only-promise';
import { lastPeriods, periodRange } from '@upheld/shared/evaluation/periods-asked';
import type { PromiseVersions } from '@upheld/shared/evaluation/promise-periods';
import { periodContaining } from '@upheld/shared/time/period';
import { answers, objectivePath, periodQuery, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import { ProblemError } from './problem.ts';
import type { ApiEnv, Readers } from './readers.ts';

const defaultPeriods = 4;

const whatIfQuery = termsChangeSchema.extend({
  periods: z.string().optional().describe('A period or a range of them, such as 2026-Q1..2026-Q3'),
  last: z
    .string()
    .regex(/^\d{1,2}$/, {
      error: ({ input }) => `got ${JSON.stringify(input)}; how many periods, from 1 to 36`,
    })
    .optional()
    .describe('The last periods of the promise that have ended; 4 where no periods are named'),
});

/** GET /agreements/:id/objectives/:name/what-if and /definitions. */
export function whatIfRoutes() {
  return new Hono<ApiEnv>()
    .get(
      '/agreements/:id/objectives/:name/what-if',
      answers(
        'One promise as it was judged, and as it would have been under other terms',
        whatIfResponseSchema,
      ),
      reads('param', objectivePath),
      reads('query', whatIfQuery, '?target=99.95%25&last=4'),
      async (context) => {
        const { id, name } = context.req.valid('param');
        return context.json(await whatIf(context.var.readers, id, name, context.req.valid('query')));
      },
    )
    .get(
      '/agreements/:id/objectives/:name/definitions',
      answers('One promise under every definition of its share in use', definitionsResponseSchema),
      reads('param', objectivePath),
      reads('query', periodQuery),
      async (context) => {
        const { id, name } = context.req.valid('param');
        const { period } = context.req.valid('query');
        return context.json(await definitions(context.var.readers, id, name, period));
      },
    );
}

async function whatIf(
  readers: Readers,
  id: string,
  name: string,
  { periods, last, ...change }: z.infer<typeof whatIfQuery>,
): Promise<WhatIfResponse> {
  const agreement = findAgreement(readers, id);
  const { period: unit } = findPromise(agreement, name);
  if (periods !== undefined && last !== undefined) {
    throw new ProblemError(400, 'periods and last ask for different periods; give one of them');
  }
  const count = last === undefined ? defaultPeriods : Number(last);
  const asked =
    periods === undefined
      ? lastPeriods(agreement, unit, readers.now(), count)
      : periodRange(agreement, periods);
  const answer = await readers.whatIf(agreement, { promise: name, periods: asked, change });
  return { system: readers.system(), whatIf: answer };
}

async function definitions(
  readers: Readers,
  id: string,
  name: string,
  period: string | undefined,
): Promise<DefinitionsResponse> {
  const agreement = findAgreement(readers, id);
  const promise = findPromise(agreement, name);
  const asked = period ?? current(agreement, promise.period, readers.now());
  const answer = await readers.definitions(agreement, { promise: name, period: asked });
  return { system: readers.system(), definitions: answer };
}

/** The quarter that runs, or the year where the promise is judged by it. */
function current({ timeZone, fiscalYearStart }: Agreement, unit: PeriodUnit, now: number): string {
  const shown = unit === 'year' ? 'year' : 'quarter';
  return periodContaining(now, shown, timeZone, fiscalYearStart).name;
}

function findPromise(agreement: Agreement, name: string): PromiseVersions {
  const unknown = unknownPromise(agreement, name);
  if (unknown !== null) throw new ProblemError(404, unknown);
  return promiseNamed(agreement, name);
}
