// One objective of an agreement as a promise: every period and source judged by its indicator kind.
import type { Agreement, Exclusion, IndicatorTerms, Objective, Source } from '../agreement/agreement.ts';
import type { IndicatorInput, MeasuredSource } from '../indicators/indicator.ts';
import { indicatorKind } from '../indicators/registry.ts';
import { milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { scheduledMinutes } from '../time/scheduled-minutes.ts';
import { slotPhase } from '../time/slots.ts';
import type { Facts } from './facts.ts';
import { calendarOf, sourceOf } from './named-parts.ts';
import { daysBegun } from './promise-window.ts';
import type { PromiseWindow } from './promise-window.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

export type ObjectiveInput = {
  agreement: Agreement;
  objective: Objective;
  windows: PromiseWindow[];
  /** Those of this agreement. */
  exclusions: Exclusion[];
  facts: Facts;
  asOf: Instant;
};

/** Judges an objective over its windows; `each: source` gives one entry per window and source. */
export function judgeObjective(input: ObjectiveInput): PromiseStatement {
  const { name, owedBy, indicator, calendar, clause, reading, weight, period } = input.objective;
  const { op, target } = input.objective.objective;
  const kind = indicatorKind(indicator.type);
  const terms = kind.terms.parse(ownTerms(indicator));
  const groups =
    indicator.each === 'source' ? indicator.sources.map((source) => [source]) : [indicator.sources];
  return {
    ...{ name, kind: 'objective', indicator: indicator.type, owedBy, op, target, period, calendar },
    ...{ sources: indicator.sources, clause, reading, weight, formula: kind.formula(terms), meaning: null },
    periods: input.windows.flatMap((window) =>
      groups.map((sources): PromisePeriod => {
        const judged = kind.judge({ ...prepared(input, window, sources), terms });
        const { start, end } = window;
        const state = end <= input.asOf ? 'closed' : 'open';
        const source = indicator.each === 'source' ? (sources[0] ?? null) : null;
        return { period: window.period, source, start, end, state, ...judged };
      }),
    ),
  };
}

/** What the kind's own schema reads: everything but the fields that all indicators have. */
function ownTerms(indicator: IndicatorTerms): Record<string, unknown> {
  const common = ['type', 'sources', 'each'];
  return Object.fromEntries(Object.entries(indicator).filter(([field]) => !common.includes(field)));
}

function prepared(
  { agreement, objective, exclusions, facts, asOf }: ObjectiveInput,
  { start, end }: PromiseWindow,
  sources: string[],
): Omit<IndicatorInput<unknown>, 'terms'> {
  const window = { start, end };
  return {
    objective,
    sources: sources.map((name) => measured(agreement, sourceOf(agreement, name), facts)),
    window,
    scheduled: start < end ? scheduledMinutes(calendarOf(agreement, objective.calendar), window) : [],
    exclusions,
    days: daysBegun(window, agreement.timeZone, asOf),
    asOf,
  };
}

/** Imported samples stand on whole intervals; live ones are asked for at the source's own phase. */
function measured(agreement: Agreement, source: Source, facts: Facts): MeasuredSource {
  const everyMs = milliseconds(source.every);
  const phaseMs = source.type === 'import' ? 0 : slotPhase(agreement.name, source.name, everyMs);
  return { source, grid: { phaseMs, everyMs }, vantages: facts.series(source.name) };
}
