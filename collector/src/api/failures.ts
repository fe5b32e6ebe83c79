// The checks of a promise that did not end ok: from a red minute to what was seen in it.
import { Hono } from 'hono';
import { failuresSchema, type FailuresResponse } from '@upheld/shared/api/failure-records';
import { promiseNamed, unknownPromise } from '@upheld/shared/evaluation/only-promise';
import type { PromiseVersions } from '@upheld/shared/evaluation/promise-periods';
import { periodBounds, periodContaining } from '@upheld/shared/time/period';
import { answers, objectivePath, periodQuery, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import { ProblemError } from './problem.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** How many are listed: who needs more narrows the period. */
const limit = 50;

/** GET /agreements/:id/objectives/:name/failures. */
export function failureRoutes() {
  return new Hono<ApiEnv>().get(
    '/agreements/:id/objectives/:name/failures',
    answers('The checks of one promise that did not end ok in a period, with what was seen', failuresSchema),
    reads('param', objectivePath),
    reads('query', periodQuery),
    async (context) => {
      const { id, name } = context.req.valid('param');
      const { period } = context.req.valid('query');
      return context.json(await failures(context.var.readers, id, name, period));
    },
  );
}

async function failures(
  readers: Readers,
  id: string,
  name: string,
  period: string | undefined,
): Promise<FailuresResponse> {
  const agreement = findAgreement(readers, id);
  const unknown = unknownPromise(agreement, name);
  if (unknown !== null) throw new ProblemError(404, unknown);
  const { timeZone, fiscalYearStart } = agreement;
  const { start, end } =
    period === undefined
      ? periodContaining(readers.now(), 'quarter', timeZone, fiscalYearStart)
      : periodBounds(period, timeZone, fiscalYearStart);
  const sources = sourcesOf(promiseNamed(agreement, name));
  const read = async (outcome: 'bad' | 'unmeasured') => {
    const lists = sources.map((source) =>
      readers.failures({ agreement: id, source, start, end, limit, outcome }),
    );
    const found = (await Promise.all(lists)).flat();
    return found.sort((a, b) => b.at - a.at).slice(0, limit);
  };
  return { system: readers.system(), bad: await read('bad'), unmeasured: await read('unmeasured') };
}

/** Every source that any version of the terms measures the promise by; a desk has no checks. */
function sourcesOf({ versions }: PromiseVersions): string[] {
  return [...new Set(versions.flatMap(({ promised }) => (promised.matrix === null ? promised.sources : [])))];
}
