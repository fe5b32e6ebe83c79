// One promise of an agreement: every period and source judged, part by part.
import type { Agreement, Exclusion } from '../agreement/agreement.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { Instant } from '../time/instant.ts';
import { outlookOf } from './at-risk.ts';
import { combineParts } from './combined.ts';
import type { Facts } from './facts.ts';
import { judgePart } from './part.ts';
import type { PartFacts } from './part.ts';
import type { PromiseVersions, PromiseWindow } from './promise-periods.ts';
import type { Promised } from './promised.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

export type PromiseInput = {
  agreement: Agreement;
  promise: PromiseVersions;
  windows: PromiseWindow[];
  /** Those of this agreement. */
  exclusions: Exclusion[];
  facts: Facts;
  /** By support matrix. */
  clocks: Map<string, SupportClock[]>;
  asOf: Instant;
  mostSlots?: number | undefined;
};

/** Judges a promise over its windows; `each: source` gives one entry per window and source. */
export function judgePromise(input: PromiseInput): PromiseStatement[] {
  const newest = input.promise.versions.at(-1)?.promised;
  if (newest === undefined) return [];
  const { name, kind, owedBy, period, sources, clause, reading, weight, meaning, indicator, ownTerms } =
    newest;
  const { op, target, calendar } = newest.terms;
  return [
    {
      ...{ name, kind, indicator: indicator.type, owedBy, op, target, period, calendar, sources },
      ...{ clause, reading, weight, meaning },
      formula: indicator.formula(indicator.terms.parse(ownTerms)),
      words: indicator.words,
      periods: input.windows.flatMap((window) => judgeWindow(input, newest, window)),
    },
  ];
}

function judgeWindow(input: PromiseInput, newest: Promised, window: PromiseWindow): PromisePeriod[] {
  const { period, start, end, parts } = window;
  const groups = parts.at(-1)?.promised.groups ?? newest.groups;
  return groups.map(({ source, sources }) => {
    const judged = parts
      .filter(({ promised }) => source === null || promised.sources.includes(source))
      .map((part) => {
        const read = source === null ? part.promised.sources : sources;
        const known = knownTo(input, part.promised);
        return { part, period: window, sources: read, known, ...judgePart(part, read, known) };
      });
    const state = end <= input.asOf ? 'closed' : 'open';
    return {
      ...{ period, source, start, end, state },
      ...combineParts(judged),
      ...outlookOf(judged, input.asOf),
    };
  });
}

function knownTo(
  { facts, clocks, exclusions, asOf, mostSlots }: PromiseInput,
  { name, matrix, sources }: Promised,
): PartFacts {
  return {
    ...{ facts, exclusions, asOf, mostSlots },
    clocks: matrix === null ? [] : (clocks.get(matrix) ?? []),
    gaps: matrix === null ? [] : sources.flatMap((source) => facts.desk(source).gaps),
    loadTests: facts.loadTests(name),
  };
}
