// A promise counted in events, judged and written down.
import { ratio, ratioText } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { countEvents } from './events.ts';
import type { JudgingInput } from './judge.ts';
import type { MeasuredEvents } from './measured.ts';
import { counts, minuteFlag } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { judgeOccurrences } from './occurrences.ts';
import type { OccurrenceJudgement } from './occurrences.ts';
import { rangesOf } from './minute-span.ts';
import { quantiles } from './quantiles.ts';
import type { Day, JudgedPart } from '../evaluation/statement.ts';

export function judgedEvents(measured: MeasuredEvents, { terms, days }: JudgingInput): JudgedPart {
  const { plans, events, slots, judged, times } = measured;
  const total = countEvents(events);
  const coverage = slots.due === 0 ? null : ratio(slots.covered, slots.due);
  const judgement = weighed(plans, judgeOccurrences(total, coverage, { ...terms, judged }));
  const { verdict, doubts, ratio: value, display, wilson, evidence, budget } = judgement;
  const figures = {
    verdict,
    doubts,
    inputs: { by: 'events' as const, judged, ...total, slotsCovered: slots.covered, slotsDue: slots.due },
    coverage: coverage && ratioText(coverage),
    settled: value !== null && (verdict === 'met' || verdict === 'missed') ? ratioText(value) : null,
    display: display === null ? null : `${display} %`,
    evidence,
    interval: wilson,
    irrecoverable: false,
    ...(times && { quantiles: quantiles(times) }),
    budget: verdict === 'excluded' ? null : { allowed: ratioText(budget.allowed), consumed: budget.consumed },
  };
  const lists = {
    badRanges: [],
    unmeasuredRanges: [],
    excludedRanges: excludedEverywhere(plans),
    days: days.map((day): Day => ({ date: day.date, ledger: null, events: countEvents(events, day) })),
  };
  return { figures, lists };
}

/** Nothing left to promise is excluded; nothing elapsed yet is undetermined, whatever else is missing. */
function weighed(plans: MinutePlan[], judgement: OccurrenceJudgement): OccurrenceJudgement {
  if (!hasMinute(plans, isCountable)) return { ...judgement, verdict: 'excluded', doubts: [] };
  if (hasMinute(plans, counts)) return judgement;
  return { ...judgement, verdict: 'undetermined', doubts: ['nothing-elapsed'] };
}

function hasMinute(plans: MinutePlan[], test: (flags: number) => boolean): boolean {
  return plans.some(({ flags }) => flags.some(test));
}

/** Scheduled and not taken out, elapsed or to come. */
function isCountable(flags: number): boolean {
  return (flags & (minuteFlag.scheduled | minuteFlag.removed)) === minuteFlag.scheduled;
}

/** The elapsed scheduled minutes that are taken out for every source. */
function excludedEverywhere(plans: MinutePlan[]): Interval[] {
  const [span] = plans;
  if (span === undefined) return [];
  const isOut = span.flags.map((_, minute) =>
    Number(plans.every(({ flags }) => isExcluded(flags[minute] ?? 0))),
  );
  return rangesOf(span, isOut, 1);
}

function isExcluded(flags: number): boolean {
  const out = minuteFlag.scheduled | minuteFlag.elapsed | minuteFlag.removed;
  return (flags & out) === out;
}
