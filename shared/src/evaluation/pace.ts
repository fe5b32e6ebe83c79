// The pace of a running period: what is lost, how fast, and how much is to come (measurement.md section 5).
import { ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { meetsTarget } from '../exact/target.ts';
import type { JudgingTerms } from '../measurement/judging.ts';
import { countLedger, minuteRanges } from '../measurement/ledger.ts';
import type { Measured, MeasuredEvents, MeasuredMinutes } from '../measurement/measured.ts';
import { minuteFlag } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import { timeOf } from '../measurement/minute-span.ts';
import { countMeasured } from '../measurement/tally.ts';
import { judgeLedger } from '../measurement/verdict.ts';
import type { Interval } from '../time/instant.ts';
import { merged } from '../time/intervals.ts';
import { countMinutes } from '../time/scheduled-minutes.ts';

export type Pace = {
  /** Minutes or events. */
  lost: number;
  /** What every minute to come loses, if it goes as what was measured so far. */
  perMinute: Ratio;
  /** The minutes to come that count. */
  toCome: Interval[];
  /** What the target is a share of at the period's end: countable minutes, or the events expected by then. */
  whole: Ratio;
  judged: 'good' | 'bad';
};

/** Null without valid data, and where the verdict cannot change any more. */
export function paceOf(measured: Measured, terms: JudgingTerms): Pace | null {
  if (measured.by === 'minutes') return minutesPace(measured, terms);
  return measured.by === 'events' ? eventsPace(measured) : null;
}

function minutesPace({ minutes }: MeasuredMinutes, terms: JudgingTerms): Pace | null {
  const ledger = countLedger(minutes);
  const { good, bad, unmeasured } = ledger.counts;
  const toCome = minuteRanges(minutes, 'upcoming');
  const open = countMinutes(toCome);
  if (good + bad === 0 || open === 0) return null;
  const { budget, irrecoverable } = judgeLedger(ledger, terms);
  const atWorst = ratio(ledger.countable - bad - unmeasured - open, ledger.countable);
  if (irrecoverable || meetsTarget(atWorst, terms.target)) return null;
  return {
    lost: budget.consumed,
    perMinute: ratio(bad, good + bad),
    toCome,
    whole: ratio(ledger.countable, 1),
    judged: 'good',
  };
}

function eventsPace(measured: MeasuredEvents): Pace | null {
  const { plans, judged } = measured;
  const { scheduled, elapsed } = minuteFlag;
  const { good, total } = countMeasured(measured);
  const passed = countMinutes(minutesThatAre(plans, scheduled | elapsed));
  const toCome = minutesThatAre(plans, scheduled);
  const open = countMinutes(toCome);
  if (total === 0 || open === 0) return null;
  return {
    lost: total - good,
    perMinute: ratio(total - good, passed),
    toCome,
    whole: ratio(BigInt(total) * BigInt(passed + open), passed),
    judged,
  };
}

/** Minutes with these flags, and not taken out, for one source at least: each of them brings events. */
function minutesThatAre(plans: MinutePlan[], wanted: number): Interval[] {
  const asked = minuteFlag.scheduled | minuteFlag.elapsed | minuteFlag.removed;
  return merged(
    plans.flatMap((plan) =>
      plan.runs.filter(({ flags }) => (flags & asked) === wanted).map((run) => timeOf(plan, run)),
    ),
  );
}
