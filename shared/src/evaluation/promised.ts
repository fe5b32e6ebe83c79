// What one version of an agreement promises: objectives and severities as records of one shape, so that
// everything after this treats them alike.
import { z } from 'zod';
import type {
  Clause,
  IndicatorTerms,
  Objective,
  PeriodUnit,
  Severity,
  SupportMatrix,
  Terms,
} from '../agreement/agreement.ts';
import { percentage } from '../exact/ratio.ts';
import { readTarget } from '../exact/target.ts';
import type { IndicatorKind } from '../indicators/indicator.ts';
import { indicatorKind } from '../indicators/registry.ts';
import type { JudgingTerms } from '../measurement/judging.ts';
import { calendarOf } from './named-parts.ts';
import type { TermsStatement } from './statement.ts';

/** A promise as one version of the terms states it. */
export type Promised = {
  name: string;
  kind: 'objective' | 'support';
  indicator: IndicatorKind;
  /** The indicator's own terms, defaults filled in. */
  ownTerms: TermsStatement['indicator'];
  terms: Omit<TermsStatement, 'version' | 'indicator'>;
  judging: JudgingTerms;
  timeSliceTarget: string;
  owedBy: string;
  clause: Clause | null;
  reading: string | null;
  weight: number;
  period: PeriodUnit;
  sources: string[];
  /** The sources that are judged together; one group with all of them unless `each: source`. */
  groups: { source: string | null; sources: string[] }[];
  /** The support matrix whose desk is read; null for objectives. */
  matrix: string | null;
  meaning: string | null;
};

/** The name of a promise of a severity among the promises of an agreement. */
export function severityPromiseName(matrix: string, level: number, indicator: string): string {
  return `${matrix}-severity-${level}-${indicator}`;
}

/** Every promise of the terms, in the order of the file. */
export function promisesOf(terms: Terms): Promised[] {
  return [
    ...terms.objectives.map((objective) => fromObjective(terms, objective)),
    ...terms.support.flatMap((matrix) =>
      matrix.severities.flatMap((severity) => fromSeverity(terms, matrix, severity)),
    ),
  ];
}

function fromObjective(agreement: Terms, objective: Objective): Promised {
  const { name, owedBy, clause, reading, weight, period, calendar, minimumSample, noData } = objective;
  const { op, target, critical = null, timeSliceTarget } = objective.objective;
  const { sources, each } = objective.indicator;
  const separate = sources.map((source) => ({ source, sources: [source] }));
  const terms = { op, target, critical, calendar, minimumSample, ...noData };
  return {
    ...{ name, kind: 'objective', owedBy, clause, reading, weight, period, sources, timeSliceTarget },
    ...withIndicator(agreement, objective.indicator.type, fieldsOf(objective.indicator), terms),
    groups: each === 'source' ? separate : [{ source: null, sources }],
    matrix: null,
  };
}

/** Without a word on it a clock is undecided, never lost: `notMeasured` and floors are about probes. */
const clockTerms = {
  op: '>=',
  critical: null,
  minimumSample: 1,
  notMeasured: 'undetermined',
  coverageFloor: '0%',
} as const;

function fromSeverity(agreement: Terms, matrix: SupportMatrix, severity: Severity): Promised[] {
  const { owedBy, clause, weight, period, source } = matrix;
  const { level, calendar, target, firstResponse, updateEvery, resolution } = severity;
  const promises = { 'first-response': firstResponse, 'update-cadence': updateEvery, resolution };
  return Object.entries(promises).flatMap(([type, within]): Promised[] => {
    if (within === undefined) return [];
    const own = { severity: level, within };
    return [
      {
        ...{ name: severityPromiseName(matrix.name, level, type), kind: 'support', owedBy, clause, weight },
        ...{ reading: severity.reading ?? matrix.reading, period, sources: [source], timeSliceTarget: '50%' },
        ...withIndicator(agreement, type, own, { ...clockTerms, target, calendar }),
        groups: [{ source: null, sources: [source] }],
        matrix: matrix.name,
      },
    ];
  });
}

const jsonFields = z.record(z.string(), z.json());

function withIndicator(
  agreement: Terms,
  type: string,
  fields: Record<string, unknown>,
  terms: Promised['terms'],
): Pick<Promised, 'indicator' | 'ownTerms' | 'terms' | 'judging' | 'meaning'> {
  const indicator = indicatorKind(type);
  const ownTerms = indicator.terms.parse(fields);
  const { notMeasured, minimumSample, coverageFloor } = terms;
  return {
    indicator,
    ownTerms: jsonFields.parse(ownTerms),
    terms,
    judging: {
      ...{ target: readTarget(terms), notMeasured, minimumSample },
      coverageFloor: percentage(coverageFloor),
    },
    meaning: indicator.meaning?.(ownTerms, calendarOf(agreement, terms.calendar)) ?? null,
  };
}

/** What the kind's own schema reads: everything but the fields that all indicators have. */
function fieldsOf(indicator: IndicatorTerms): Record<string, unknown> {
  const common = ['type', 'sources', 'each'];
  return Object.fromEntries(Object.entries(indicator).filter(([field]) => !common.includes(field)));
}
