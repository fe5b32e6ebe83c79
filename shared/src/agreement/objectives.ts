// Objectives: what is measured, on which calendar, against which target, over which period.
import { z } from 'zod';
import type { IndicatorTerms, Objective } from './agreement.ts';
import { clauseOrNull, owedBy, readingOrNull, weight } from './clause.ts';
import { name, oneOf, operator, percentage, wholeNumber } from './fields.ts';
import { kindOf } from './kind-of.ts';
import type { IndicatorSchema } from './kinds.ts';
import { list, part, reference } from './part.ts';

export const period = oneOf(['month', 'quarter', 'year']);

const target = part('an objective has an operator and a target', '{ op: ">=", target: 99.9% }', {
  op: operator,
  target: percentage('a target', '99.9%'),
  critical: percentage('a critical value', '99%').optional(),
  timeSliceTarget: percentage('the good share of a good minute', '50%').default('50%'),
});

const noData = part('noData says what minutes without measurement mean', '{ notMeasured: undetermined }', {
  notMeasured: oneOf(['undetermined', 'good', 'bad']).default('undetermined'),
  coverageFloor: percentage('a coverage floor', '95%').default('95%'),
});

const score = part('score places the ideal and the failed value', '{ ideal: 100%, fail: 99% }', {
  ideal: percentage('an ideal value', '100%'),
  fail: percentage('a failed value', '99%'),
});

const indicatorSources = list(
  'an indicator names its sources',
  '[orders-api]',
  reference('a source is named as under sources', 'orders-api'),
  1,
);

/** A list of objectives whose indicators are of the kinds there are. */
export function objectives(kinds: readonly IndicatorSchema[]) {
  const written = part('an objective is a mapping', '{ name: uptime, owedBy: acme, ... }', {
    name: name('uptime'),
    owedBy,
    clause: clauseOrNull,
    reading: readingOrNull,
    indicator: indicator(kinds),
    calendar: reference('a calendar is named as under calendars', 'always').default('always'),
    /** operators.ts sees to it that it stands where the indicator needs it, and nowhere else. */
    objective: target.optional(),
    period,
    weight,
    minimumSample: wholeNumber('a minimum sample', { min: 1, max: 1_000_000_000 }, 1000).default(1),
    noData: noData.prefault({}),
    score: score.optional(),
  });
  return list(
    'objectives are a list',
    '[{ name: uptime, owedBy: acme, ... }]',
    z.codec(written, z.custom<Filled<z.output<typeof written>>>(), {
      decode: ({ indicator: own, objective, ...rest }) => ({
        ...rest,
        indicator: { ...own, sources: own.sources ?? [] },
        objective: objective ?? allThatCounts,
      }),
      encode: ({ indicator: own, objective, ...rest }) => ({
        ...rest,
        indicator: hasSources(own.type, kinds) ? own : withoutSources(own),
        ...(hasTarget(own.type, kinds) ? { objective } : {}),
      }),
    }),
  ).prefault([]);
}

/** An objective as everything after reading takes it: with sources and a target, whatever its indicator. */
type Filled<Written> = Omit<Written, 'indicator' | 'objective'> & Pick<Objective, 'indicator' | 'objective'>;

/** Stands where the indicator has no target: all of what counts, such as the one load test. */
const allThatCounts = { op: '>=', target: '100%', timeSliceTarget: '50%' } as const;

type WrittenIndicator = Omit<IndicatorTerms, 'sources'> & { type: string; sources?: string[] };

function indicator(kinds: readonly IndicatorSchema[]): z.ZodType<WrittenIndicator> {
  const schemas = kinds.map((kind) => {
    const own = { ...kind.terms.shape, type: z.literal(kind.type) };
    if (!hasSources(kind.type, kinds)) return z.strictObject(own);
    return z.strictObject({ ...own, sources: indicatorSources, each: oneOf(['source']).optional() });
  });
  return kindOf(kinds, schemas);
}

function withoutSources({ type, ...own }: IndicatorTerms): WrittenIndicator {
  return { ...Object.fromEntries(Object.entries(own).filter(([field]) => field !== 'sources')), type };
}

function hasSources(type: string, kinds: readonly IndicatorSchema[]): boolean {
  return kinds.find((kind) => kind.type === type)?.without?.includes('sources') !== true;
}

function hasTarget(type: string, kinds: readonly IndicatorSchema[]): boolean {
  return kinds.find((kind) => kind.type === type)?.without?.includes('objective') !== true;
}
