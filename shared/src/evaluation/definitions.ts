// One promise under every definition of its share in use: the same facts, calendar and exclusions, so that
// two parties see what their quarrel about a number is worth.
import { z } from 'zod';
import { ratioText } from '../exact/ratio.ts';
import { underEveryDefinition } from '../definitions/registry.ts';
import type { Defined } from '../definitions/registry.ts';
import { exclusionsOf } from '../measurement/exclusions.ts';
import { periodBounds } from '../time/period.ts';
import type { EvaluationInput } from './agreement.ts';
import { promiseNamed } from './only-promise.ts';
import { indicatorInput } from './part.ts';
import { promiseWindows } from './promise-periods.ts';
import type { Part, PromiseWindow } from './promise-periods.ts';
import { doubtSchema, ratioSchema, verdictSchema } from '../measurement/figures.ts';
import { termsSchema } from './statement.ts';

const count = z.int().min(0);

const definitionSchema = z.object({
  name: z.enum(['occurrences', 'five-minute-mean', 'time-slices', 'minimum-volume-minutes']),
  isContract: z.boolean().describe('The definition that the promise is judged by'),
  formula: z.string().describe('In words'),
  unmeasured: z.string().describe('What becomes of time that nobody measured'),
  value: ratioSchema.nullable().describe('Of what the target is about, good or bad; null where in doubt'),
  range: z.object({ worst: ratioSchema, best: ratioSchema }).nullable(),
  display: z.string().nullable(),
  verdict: verdictSchema.describe('What it would be against the target of the promise'),
  doubts: z.array(doubtSchema),
  counts: z.object({
    unit: z.enum(['check', 'request', 'minute', 'five-minute interval']),
    good: count,
    bad: count,
    unmeasured: count,
    tooFew: count
      .optional()
      .describe('Minutes over the error rate of downtime that had too few checks to be it'),
  }),
});
export type DefinitionStatement = z.infer<typeof definitionSchema>;

const definedPartSchema = z.object({
  start: z.int(),
  end: z.int(),
  terms: termsSchema,
  formula: z.string().describe("The promise's own formula: it says what a good check is"),
  definitions: z.array(definitionSchema),
});

/** Parts as in a statement: from amendment to amendment. */
export const definitionsSchema = z.object({
  agreement: z.string(),
  promise: z.string(),
  period: z.string(),
  asOf: z.int(),
  periods: z.array(
    z.object({
      period: z.string(),
      source: z.string().nullable(),
      start: z.int(),
      end: z.int(),
      state: z.enum(['open', 'closed']),
      parts: z.array(definedPartSchema),
    }),
  ),
});
export type DefinitionsStatement = z.infer<typeof definitionsSchema>;
type DefinedPeriod = DefinitionsStatement['periods'][number];

/**
 * A promise under every definition, for each of its periods in `input.period`. Throws a RangeError where
 * that is no period or shorter than the promise's own, where the promise is not there, and where it is
 * counted in tickets or load tests, which are counted in one way only.
 */
export function definitionsOf(input: EvaluationInput, name: string): DefinitionsStatement {
  const { agreement, asOf } = input;
  const asked = periodBounds(input.period, agreement.timeZone, agreement.fiscalYearStart);
  const promise = promiseNamed(agreement, name);
  const windows = promiseWindows(agreement, asked, promise);
  if (windows.length === 0) {
    throw new RangeError(`${name} is judged by the ${promise.period}, and ${asked.name} is shorter`);
  }
  const own = { ...input, exclusions: exclusionsOf(input.exclusions, agreement.name) };
  const periods = windows.flatMap((window) => definedPeriods(own, window));
  return { agreement: agreement.name, promise: name, period: asked.name, asOf, periods };
}

function definedPeriods(
  input: EvaluationInput,
  { period, start, end, parts }: PromiseWindow,
): DefinedPeriod[] {
  const groups = parts.at(-1)?.promised.groups ?? [];
  const state = end <= input.asOf ? 'closed' : 'open';
  return groups.map(({ source }) => ({
    ...{ period, source, start, end, state },
    parts: parts
      .filter(({ promised }) => source === null || promised.sources.includes(source))
      .map((part) => definedPart(input, part, source === null ? part.promised.sources : [source])),
  }));
}

function definedPart(input: EvaluationInput, part: Part, sources: string[]): DefinedPeriod['parts'][number] {
  const { facts, exclusions, asOf } = input;
  const { window, version, promised } = part;
  const { indicator, ownTerms, terms, judging, name } = promised;
  const given = indicatorInput(part, sources, {
    facts,
    exclusions,
    asOf,
    clocks: [],
    gaps: [],
    loadTests: [],
  });
  const defined = underEveryDefinition(indicator, given, { terms: judging, window, days: [], asOf });
  if (defined === null) {
    throw new RangeError(`${name} is a promise of ${indicator.type}, which is counted in one way only`);
  }
  return {
    ...window,
    terms: { version: version.name, ...terms, indicator: ownTerms },
    formula: indicator.formula(given.terms),
    definitions: defined.map(written),
  };
}

function written({ value, range, ...rest }: Defined): DefinitionStatement {
  return {
    ...rest,
    value: value && ratioText(value),
    range: range && { worst: ratioText(range.worst), best: ratioText(range.best) },
  };
}
