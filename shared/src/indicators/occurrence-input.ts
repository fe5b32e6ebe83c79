// What every indicator that counts events prepares alike: the minutes that count for each source, and the
// slots that were due.
import type { Exclusion } from '../agreement/agreement.ts';
import { sourceSlots } from '../measurement/coverage.ts';
import type { CoveringMinutes, CoveringSamples, SlotGrid } from '../measurement/coverage.ts';
import { eventsOver } from '../measurement/event-reading.ts';
import type { EventTerms, GradeSamples, VantageEvents } from '../measurement/event-reading.ts';
import type { GradedSeries } from '../measurement/events.ts';
import { exclusionsNaming } from '../measurement/exclusions.ts';
import type { MeasuredEvents } from '../measurement/measured.ts';
import { planMinutes } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import type { VantageFacts } from '../measurement/tallied.ts';
import { sourceTraffic } from '../measurement/traffic.ts';
import type { IndicatorInput, MeasuredSource } from './indicator.ts';

export type PlannedSource = MeasuredSource & { plan: MinutePlan; exclusions: Exclusion[] };

/** Each source with its own plan: an exclusion that names sources takes out the events of those only. */
export function planned(input: IndicatorInput<unknown>): PlannedSource[] {
  const { window, scheduled, asOf } = input;
  return input.sources.map((measured) => {
    const exclusions = exclusionsNaming(input.exclusions, [measured.source.name], 'some');
    return { ...measured, exclusions, plan: planMinutes({ window, scheduled, exclusions, asOf }) };
  });
}

/** `judged` says which share the target is about; `thresholdMs` as in `Slice`. */
export type Occurrences = {
  sources: PlannedSource[];
  judged: 'good' | 'bad';
  events: PlannedEvents[];
  thresholdMs: number | null;
};

/** The events of one vantage; where tallies tell of it, they tell what it covers, too. */
export type PlannedEvents = GradedSeries & VantageEvents & { series: VantageFacts };

/** How an indicator of some type and terms grades samples. */
export type Grading = { type: string; terms: unknown; grade: GradeSamples };

/** Type, terms and grid are everything that the events of a series depend on. */
export function eventTerms({ type, terms, grade }: Grading, grid: SlotGrid): EventTerms {
  return { name: `${type} ${JSON.stringify(terms)}`, grid, grade };
}

/** The events with what every indicator measures beside them. */
export function occurrencesOf(
  { asOf }: Pick<IndicatorInput<unknown>, 'asOf'>,
  { sources, judged, events, thresholdMs }: Occurrences,
): Omit<MeasuredEvents, 'times'> {
  const exclusions = [...new Set(sources.flatMap((source) => source.exclusions))];
  return {
    by: 'events',
    judged,
    plans: sources.map(({ plan }) => plan),
    slots: slotsOf(
      sources.filter(({ slices }) => slices === undefined),
      events,
    ),
    traffic: sources.flatMap(({ source, plan, slices }) =>
      slices === undefined ? [] : [sourceTraffic({ source: source.name, slices, plan, thresholdMs, asOf })],
    ),
    exclusions,
    events,
  };
}

function slotsOf(sources: PlannedSource[], events: PlannedEvents[]): MeasuredEvents['slots'] {
  const eventsIn = new Map(events.map((own) => [own.series, own]));
  return sources.map(({ source, vantages, plan, grid }) => {
    const covering = vantages.map((series) => coveringOf(series, eventsIn.get(series)));
    return sourceSlots(source.name, covering, plan, grid);
  });
}

function coveringOf(
  { vantage, at, outcome }: VantageFacts,
  events?: PlannedEvents,
): CoveringSamples | CoveringMinutes {
  if (events?.slots) return { vantage, slots: events.slots };
  return { vantage, at, outcome, grades: events?.grades };
}

/** The events of every vantage of the sources, one after the other. */
export function eventsOf(sources: PlannedSource[], grading: Grading): PlannedEvents[] {
  return sources.flatMap(({ plan, vantages, grid }) =>
    vantages.map((series) => ({ plan, series, ...eventsOver(series, plan, eventTerms(grading, grid)) })),
  );
}
