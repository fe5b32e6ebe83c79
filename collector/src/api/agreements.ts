// Agreements, one agreement's statement for a period, one promise with its minute ledger.
import { Hono } from 'hono';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import {
  agreementSchema,
  explanationsSchema,
  objectiveSchema,
  portfolioSchema,
  type AgreementResponse,
  type ExplanationsResponse,
  type ObjectiveResponse,
  type PortfolioResponse,
} from '@upheld/shared/api/responses';
import {
  agreementSummary,
  exclusionsTouching,
  groupTriggers,
  quartersSeen,
  withYearly,
  yearsSeen,
} from '@upheld/shared/api/views';
import { assess, periodBefore } from '@upheld/shared/evaluation/assessment';
import { explain } from '@upheld/shared/evaluation/explanation';
import { fewListed } from '@upheld/shared/evaluation/listed-clocks';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { agreementPath, answers, objectivePath, periodQuery, reads } from './describe.ts';
import { findAgreement } from './find-agreement.ts';
import { ProblemError } from './problem.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** GET /agreements, /agreements/:id, /agreements/:id/objectives/:name and its explanations. */
export function agreementRoutes() {
  return new Hono<ApiEnv>()
    .get('/agreements', answers('Every agreement and how it stands', portfolioSchema), async (context) =>
      context.json(await portfolio(context.var.readers)),
    )
    .get(
      '/agreements/:id',
      answers('The statement of one agreement for a period', agreementSchema),
      reads('param', agreementPath),
      reads('query', periodQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const { period } = context.req.valid('query');
        return context.json(await oneAgreement(context.var.readers, id, period));
      },
    )
    .get(
      '/agreements/:id/objectives/:name',
      answers('One promise over a period, with its ledger', objectiveSchema),
      reads('param', objectivePath),
      reads('query', periodQuery),
      async (context) => {
        const { id, name } = context.req.valid('param');
        const { period } = context.req.valid('query');
        return context.json(await oneObjective(context.var.readers, id, name, period));
      },
    )
    .get(
      '/agreements/:id/objectives/:name/explanations',
      answers('Why the promise was judged as it was, one record per period and source', explanationsSchema),
      reads('param', objectivePath),
      reads('query', periodQuery),
      async (context) => {
        const { id, name } = context.req.valid('param');
        const { period } = context.req.valid('query');
        const { system, promise } = await oneObjective(context.var.readers, id, name, period);
        const explanations = promise.periods.map((judged) => explain(promise, judged));
        return context.json({ system, explanations } satisfies ExplanationsResponse);
      },
    );
}

async function portfolio(readers: Readers): Promise<PortfolioResponse> {
  const agreements = await Promise.all(
    readers.agreements().map(async (agreement) => {
      const [year] = yearsSeen(agreement, readers.now(), 1);
      const [quarter, yearly, occurrences] = await Promise.all([
        readers.statement(agreement, currentQuarter(readers, agreement)),
        year === undefined ? undefined : readers.statement(agreement, year),
        readers.occurrences(agreement.name),
      ]);
      return agreementSummary(inForce(agreement, readers.now()), withYearly(quarter, yearly), occurrences);
    }),
  );
  return { system: readers.system(), agreements };
}

async function oneAgreement(
  readers: Readers,
  id: string,
  period: string | undefined,
): Promise<AgreementResponse> {
  const agreement = findAgreement(readers, id);
  const now = readers.now();
  const asked = period ?? currentQuarter(readers, agreement);
  const before = periodBefore(agreement, asked);
  const terms = inForce(agreement, now);
  const [statement, previous, occurrences, staleDesks] = await Promise.all([
    readers.statement(agreement, asked),
    before === null ? null : readers.statement(agreement, before),
    readers.occurrences(agreement.name),
    readers.staleDesks(terms),
  ]);
  return {
    system: readers.system(),
    agreement: agreementSummary(terms, statement, occurrences),
    periods: [...quartersSeen(agreement, now), ...yearsSeen(agreement, now)],
    statement: { ...statement, promises: statement.promises.map(fewListed) },
    assessment: assess(agreement, statement, previous),
    triggers: groupTriggers(occurrences),
    staleDesks,
  };
}

/** Where no period is asked for, a promise that is judged by the year shows the current one. */
async function oneObjective(
  readers: Readers,
  id: string,
  name: string,
  period: string | undefined,
): Promise<ObjectiveResponse> {
  const whole = await oneAgreement(readers, id, period);
  const { agreement, statement, triggers, system } = whole;
  const terms = findAgreement(readers, id);
  const promise = statement.promises.find((candidate) => candidate.name === name);
  if (promise === undefined) {
    const [year] = yearsSeen(terms, readers.now(), 1);
    const isSkipped = statement.skipped.some((skipped) => skipped.name === name);
    if (period === undefined && isSkipped && year !== undefined) return oneObjective(readers, id, name, year);
    throw new ProblemError(404, unknownPromise(statement, name));
  }
  const exclusions = exclusionsTouching(readers.exclusions(), id, promise.sources, statement);
  const own = triggers.filter((trigger) => trigger.promise === name);
  const seen = promise.period === 'year' ? yearsSeen : quartersSeen;
  const periods = seen(terms, readers.now());
  const staleDesks = whole.staleDesks.filter(({ source }) => promise.sources.includes(source));
  return { system, agreement, periods, promise, exclusions, triggers: own, staleDesks };
}

function currentQuarter(readers: Readers, agreement: Agreement): string {
  const [quarter = ''] = quartersSeen(agreement, readers.now(), 1);
  return quarter;
}

function unknownPromise(statement: Statement, name: string): string {
  const skipped = statement.skipped.find((promise) => promise.name === name);
  if (skipped !== undefined) return `"${name}" is not judged over ${statement.period}: ${skipped.reason}`;
  const names = statement.promises.map((promise) => promise.name).join(', ');
  return `${statement.agreement} has no promise "${name}"; its promises are: ${names}`;
}
