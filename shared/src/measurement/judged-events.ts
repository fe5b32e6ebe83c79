// A promise counted in events, judged and written down.
import { ratioText } from '../exact/ratio.ts';
import type { Day } from './figures.ts';
import type { JudgedPart } from '../evaluation/statement.ts';
import type { Interval } from '../time/instant.ts';
import { clipped, merged, without } from '../time/intervals.ts';
import type { JudgingInput, JudgingTerms } from './judging.ts';
import type { MeasuredEvents } from './measured.ts';
import { isExcluded } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { timeOf } from './minute-span.ts';
import { judgeOccurrences } from './occurrences.ts';
import type { OccurrenceJudgement } from './occurrences.ts';
import { noQuantiles, quantiles } from './quantiles.ts';
import { sumEvents, tallyEvents } from './tally.ts';
import type { EventTally } from './tally.ts';
import { countSlots, leastCoverage } from './tally-slots.ts';

/** Counted once, by day: the period is the sum of its days and of what is left of the window. */
export function judgedEvents(measured: MeasuredEvents, { terms, window, days }: JudgingInput): JudgedPart {
  const byDay = days.map((day) => ({ date: day.date, tally: tallyEvents(measured, day) }));
  const rest = without([window], days).map((stretch) => tallyEvents(measured, stretch));
  const { plans, times, traffic } = measured;
  const figures = {
    ...eventFigures(sumEvents([...byDay.map(({ tally }) => tally), ...rest]), terms),
    ...(times && { quantiles: traffic.length > 0 ? noQuantiles : quantiles(times) }),
  };
  const lists = {
    badRanges: [],
    unmeasuredRanges: [],
    excludedRanges: excludedEverywhere(plans),
    days: byDay.map(({ date, tally: { good, total } }): Day => ({
      date,
      ledger: null,
      events: { good, total },
    })),
  };
  return { figures, lists };
}

/** What a tally of events comes to under the terms, without quantiles. */
export function eventFigures(tally: EventTally, terms: JudgingTerms): JudgedPart['figures'] {
  const { judged, good, total } = tally;
  const [checks, hours] = [countSlots(tally.slots), tally.hours];
  const coverage = leastCoverage([checks, ...(hours === null ? [] : [hours])]);
  const judgement = weighed(tally, judgeOccurrences({ good, total }, coverage, { ...terms, judged }));
  const { verdict, doubts, ratio: value, display, wilson, evidence, budget } = judgement;
  return {
    verdict,
    doubts,
    inputs: {
      ...{ by: 'events', judged, good, total },
      slotsCovered: checks.covered + (hours?.covered ?? 0),
      slotsDue: checks.due + (hours?.due ?? 0),
      ...(hours !== null && { hours }),
    },
    coverage: coverage && ratioText(coverage),
    settled: value !== null && (verdict === 'met' || verdict === 'missed') ? ratioText(value) : null,
    display: display === null ? null : `${display} %`,
    evidence,
    interval: wilson,
    irrecoverable: false,
    budget: verdict === 'excluded' ? null : { allowed: ratioText(budget.allowed), consumed: budget.consumed },
  };
}

/** Nothing left to promise is excluded; nothing elapsed yet is undetermined, whatever else is missing. */
function weighed({ counted, countable }: EventTally, judgement: OccurrenceJudgement): OccurrenceJudgement {
  if (countable === 0) return { ...judgement, verdict: 'excluded', doubts: [] };
  if (counted > 0) return judgement;
  return { ...judgement, verdict: 'undetermined', doubts: ['nothing-elapsed'] };
}

/** The elapsed scheduled minutes that are taken out for every source. */
function excludedEverywhere(plans: MinutePlan[]): Interval[] {
  const [first = [], ...others] = plans.map(excludedIn);
  return others.reduce((common, ranges) => common.flatMap((range) => clipped(ranges, range)), first);
}

function excludedIn(plan: MinutePlan): Interval[] {
  return merged(plan.runs.filter(({ flags }) => isExcluded(flags)).map((run) => timeOf(plan, run)));
}
