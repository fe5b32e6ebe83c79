// Agreements, one agreement's statement for a period, one promise with its minute ledger.
import { Hono } from 'hono';
import type { Agreement } from '@upheld/shared/agreement/agreement';
import {
  agreementSchema,
  objectiveSchema,
  portfolioSchema,
  type AgreementResponse,
  type AgreementSummary,
  type ObjectiveResponse,
  type PortfolioResponse,
} from '@upheld/shared/api/responses';
import { agreementSummary, exclusionsTouching, groupTriggers, quartersSeen } from '@upheld/shared/api/views';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { periodContaining } from '@upheld/shared/time/period';
import { agreementPath, answers, objectivePath, periodQuery, reads } from './describe.ts';
import { ProblemError } from './problem.ts';
import type { ApiEnv, Readers } from './readers.ts';

/** GET /agreements, /agreements/:id and /agreements/:id/objectives/:name. */
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
    );
}

async function portfolio(readers: Readers): Promise<PortfolioResponse> {
  const agreements = await Promise.all(
    readers.agreements().map(async (agreement) => {
      const { summary } = await look(readers, agreement, undefined);
      return summary;
    }),
  );
  return { system: readers.system(), agreements };
}

async function oneAgreement(
  readers: Readers,
  id: string,
  period: string | undefined,
): Promise<AgreementResponse> {
  const agreement = find(readers, id);
  const { statement, summary, triggers } = await look(readers, agreement, period);
  const periods = quartersSeen(agreement, readers.now());
  return { system: readers.system(), agreement: summary, periods, statement, triggers };
}

async function oneObjective(
  readers: Readers,
  id: string,
  name: string,
  period: string | undefined,
): Promise<ObjectiveResponse> {
  const {
    agreement: summary,
    periods,
    statement,
    triggers,
    system,
  } = await oneAgreement(readers, id, period);
  const promise = statement.promises.find((candidate) => candidate.name === name);
  if (promise === undefined) throw new ProblemError(404, unknownPromise(statement, name));
  const exclusions = exclusionsTouching(readers.exclusions(), id, promise.sources, statement);
  const own = triggers.filter((trigger) => trigger.promise === name);
  return { system, agreement: summary, periods, promise, exclusions, triggers: own };
}

type Look = { statement: Statement; summary: AgreementSummary; triggers: AgreementResponse['triggers'] };

async function look(readers: Readers, agreement: Agreement, period: string | undefined): Promise<Look> {
  const { timeZone, fiscalYearStart } = agreement;
  const quarter = period ?? periodContaining(readers.now(), 'quarter', timeZone, fiscalYearStart).name;
  const [statement, occurrences] = await Promise.all([
    readers.statement(agreement, quarter),
    readers.occurrences(agreement.name),
  ]);
  const summary = agreementSummary(agreement, statement, occurrences);
  return { statement, summary, triggers: groupTriggers(occurrences) };
}

function find(readers: Readers, id: string): Agreement {
  const agreements = readers.agreements();
  const agreement = agreements.find(({ name }) => name === id);
  if (agreement !== undefined) return agreement;
  const names = agreements.map(({ name }) => name).join(', ') || 'none yet';
  throw new ProblemError(404, `There is no agreement "${id}"; the agreements are: ${names}`);
}

function unknownPromise(statement: Statement, name: string): string {
  const skipped = statement.skipped.find((promise) => promise.name === name);
  if (skipped !== undefined) return `"${name}" is not judged over ${statement.period}: ${skipped.reason}`;
  const names = statement.promises.map((promise) => promise.name).join(', ');
  return `${statement.agreement} has no promise "${name}"; its promises are: ${names}`;
}
