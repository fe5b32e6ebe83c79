// "What if 99.95 % had applied last year?": a promise judged again over the same facts under changed terms,
// by the functions that judge it as it is.
import { z } from 'zod';
import { evaluateAgreement } from './agreement.ts';
import type { EvaluationInput } from './agreement.ts';
import { changedAgreement, changedExclusions, recordedChange, termsChangeSchema } from './changed-terms.ts';
import type { TermsChange } from './changed-terms.ts';
import { onlyPromise, promiseNamed } from './only-promise.ts';
import { promisePeriodSchema, promiseSchema } from './statement.ts';
import type { Inputs } from '../measurement/figures.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

const judgedSchema = promisePeriodSchema.pick({
  verdict: true,
  doubts: true,
  display: true,
  settled: true,
  budget: true,
});

const termsSchema = promiseSchema.pick({
  op: true,
  target: true,
  calendar: true,
  formula: true,
  meaning: true,
});

const whatIfPeriodSchema = promisePeriodSchema
  .pick({ period: true, source: true, start: true, end: true, state: true })
  .extend({
    was: judgedSchema,
    would: judgedSchema,
    differs: z.boolean().describe('The verdict would have been another'),
  });
export type WhatIfPeriod = z.infer<typeof whatIfPeriodSchema>;

/** A promise as it was judged and as it would have been, period by period. */
export const whatIfSchema = z.object({
  agreement: z.string(),
  promise: z.string(),
  indicator: z.string(),
  asOf: z.int(),
  change: termsChangeSchema.describe('What was imagined otherwise'),
  was: termsSchema.describe('The newest terms as they are'),
  would: termsSchema.describe('The same terms, changed; older versions of them are changed alike'),
  periods: z.array(whatIfPeriodSchema),
  differing: z.int().min(0).describe('In how many periods the verdict would have been another'),
});
export type WhatIf = z.infer<typeof whatIfSchema>;

/**
 * The promise over its periods in `input.period`, as it is and under the change, which holds for every
 * version of the terms. Throws a RangeError where the promise is not there, is judged by longer periods,
 * or has nothing of what is to be changed.
 */
export function whatIf(input: EvaluationInput, promise: string, change: TermsChange): WhatIf {
  const { unit, only } = theOnly(input, promise);
  const was = judged({ ...input, agreement: only }, promise, unit);
  refuseUnfit(was, change);
  const agreement = changedAgreement(only, promise, change);
  const exclusions = changedExclusions(input.exclusions, change);
  const would = judged({ ...input, agreement, exclusions }, promise, unit);
  const periods = was.periods.flatMap((period, index) => compared(period, would.periods[index]));
  return {
    ...{ agreement: only.name, promise, indicator: was.indicator, asOf: input.asOf },
    ...{ change: recordedChange(change), was: termsOf(was), would: termsOf(would), periods },
    differing: periods.filter(({ differs }) => differs).length,
  };
}

/** The answers for several periods as one; null of none. */
export function joinWhatIfs(answers: WhatIf[]): WhatIf | null {
  const last = answers.at(-1);
  if (last === undefined) return null;
  return {
    ...last,
    periods: answers.flatMap(({ periods }) => periods),
    differing: answers.reduce((sum, { differing }) => sum + differing, 0),
  };
}

function theOnly({ agreement }: EvaluationInput, promise: string) {
  return { unit: promiseNamed(agreement, promise).period, only: onlyPromise(agreement, promise) };
}

function judged(input: EvaluationInput, name: string, unit: string): PromiseStatement {
  const promise = evaluateAgreement(input).promises.find((candidate) => candidate.name === name);
  if (promise !== undefined) return promise;
  throw new RangeError(`${name} is judged by the ${unit}, and ${input.period} is shorter; ask for a ${unit}`);
}

/** What a promise that is counted so has of what may be changed. */
const changeable: Record<Inputs['by'], { words: string; fields: (keyof TermsChange)[] }> = {
  minutes: { words: 'minutes', fields: ['target', 'calendar', 'exclusions', 'notMeasured'] },
  events: { words: 'requests or checks', fields: ['target', 'threshold', 'calendar', 'exclusions'] },
  clocks: { words: 'tickets', fields: ['target', 'threshold', 'calendar'] },
  'load-test': { words: 'load tests', fields: [] },
};

/** A change without any effect would pass for the answer that nothing depends on it. */
function refuseUnfit({ name, periods }: PromiseStatement, change: TermsChange): void {
  const traffic = periods.flatMap(({ parts }) => parts.flatMap((part) => part.traffic ?? []));
  if (change.threshold !== undefined && traffic[0] !== undefined) {
    throw new RangeError(
      `threshold: ${traffic[0].source} counted the requests of ${name} over one threshold, and its counts tell nothing of another; change its target, calendar or exclusions instead`,
    );
  }
  const [by] = periods.flatMap(({ parts }) => parts.map(({ inputs }) => inputs.by));
  if (by === undefined) return;
  const { words, fields } = changeable[by];
  const asked = Object.entries(change).filter(([, value]) => value !== undefined);
  const unfit = asked.find(([field]) => !fields.some((fitting) => fitting === field));
  if (unfit === undefined) return;
  const rest = fields.length === 0 ? 'nothing of it can be changed here' : `change its ${fields.join(', ')}`;
  throw new RangeError(`${unfit[0]}: ${name} is counted in ${words} and has none; ${rest}`);
}

function compared(was: PromisePeriod, would: PromisePeriod | undefined): WhatIfPeriod[] {
  if (would === undefined) return [];
  const { period, source, start, end, state } = was;
  const differs = was.verdict !== would.verdict;
  return [{ period, source, start, end, state, was: judgementOf(was), would: judgementOf(would), differs }];
}

function judgementOf({ verdict, doubts, display, settled, budget }: PromisePeriod): WhatIfPeriod['was'] {
  return { verdict, doubts, display, settled, budget };
}

function termsOf({ op, target, calendar, formula, meaning }: PromiseStatement): WhatIf['was'] {
  return { op, target, calendar, formula, meaning };
}
