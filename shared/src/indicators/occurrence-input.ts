// What every indicator that counts events prepares alike: the minutes that count for each source, and the
// slots that were due.
import type { Exclusion } from '../agreement/agreement.ts';
import type { SampleSeries } from '../facts/sample.ts';
import { sourceSlots } from '../measurement/coverage.ts';
import type { GradedSeries } from '../measurement/events.ts';
import { exclusionsNaming } from '../measurement/exclusions.ts';
import type { MeasuredEvents } from '../measurement/measured.ts';
import { planMinutes } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
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
export type Occurrences<Graded> = {
  sources: PlannedSource[];
  judged: 'good' | 'bad';
  events: Graded[];
  thresholdMs: number | null;
};

/** The events with what every indicator measures beside them. */
export function occurrencesOf<Graded extends GradedSeries>(
  { asOf }: Pick<IndicatorInput<unknown>, 'asOf'>,
  { sources, judged, events, thresholdMs }: Occurrences<Graded>,
): Omit<MeasuredEvents, 'events' | 'times'> & { events: Graded[] } {
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

/** A vantage is known by its column of instants, which its grades share. */
function slotsOf(sources: PlannedSource[], events: GradedSeries[]): MeasuredEvents['slots'] {
  const gradesOf = new Map(events.map(({ at, grades }) => [at, grades]));
  return sources.map(({ source, vantages, plan, grid }) => {
    const covering = vantages.map(({ vantage, at, outcome }) => {
      return { vantage, at, outcome, grades: gradesOf.get(at) };
    });
    return sourceSlots(source.name, covering, plan, grid);
  });
}

/** The samples of every vantage of the sources; `grade` says what each of them says. */
export function eventsOf(
  sources: PlannedSource[],
  grade: (series: SampleSeries) => Uint8Array,
): GradedSeries[] {
  return sources.flatMap(({ plan, vantages }) =>
    vantages.map((series) => ({ plan, at: series.at, grades: grade(series) })),
  );
}
