// What every indicator that counts events prepares alike: the minutes that count for each source, the
// slots that were due, and the terms of the verdict.
import type { Objective } from '../agreement/agreement.ts';
import { countSlots } from '../measurement/coverage.ts';
import type { SlotCounts } from '../measurement/coverage.ts';
import { exclusionsNaming } from '../measurement/exclusions.ts';
import { planMinutes } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import type { OccurrenceTerms } from '../measurement/occurrences.ts';
import { percentage } from '../exact/ratio.ts';
import { readTarget } from '../exact/target.ts';
import type { IndicatorInput, MeasuredSource } from './indicator.ts';

export type PlannedSource = MeasuredSource & { plan: MinutePlan };

/** Each source with its own plan: an exclusion that names sources takes out the events of those only. */
export function planned(input: IndicatorInput<unknown>): PlannedSource[] {
  const { window, scheduled, asOf } = input;
  return input.sources.map((measured) => {
    const exclusions = exclusionsNaming(input.exclusions, [measured.source.name], 'some');
    return { ...measured, plan: planMinutes({ window, scheduled, exclusions, asOf }) };
  });
}

/** The slots of all sources together. */
export function slotsOf(sources: PlannedSource[]): SlotCounts {
  const slots = sources.map(({ vantages, plan, grid }) => countSlots(vantages, plan, grid));
  return {
    covered: slots.reduce((sum, { covered }) => sum + covered, 0),
    due: slots.reduce((sum, { due }) => sum + due, 0),
  };
}

/** The terms of an objective's verdict; `judged` says which share its target is about. */
export function occurrenceTerms(
  { objective, minimumSample, noData }: Objective,
  judged: 'good' | 'bad',
): OccurrenceTerms {
  const coverageFloor = percentage(noData.coverageFloor);
  return { target: readTarget(objective), judged, minimumSample, coverageFloor };
}
