// The pace of a running period: what is lost, how fast, and how much is to come (measurement.md section 5).
import { ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { meetsTarget } from '../exact/target.ts';
import { countEvents } from '../measurement/events.ts';
import type { JudgingTerms } from '../measurement/judge.ts';
import { countLedger, minuteRanges } from '../measurement/ledger.ts';
import type { Measured, MeasuredEvents, MeasuredMinutes } from '../measurement/measured.ts';
import { counts, minuteFlag } from '../measurement/minute-plan.ts';
import type { MinutePlan } from '../measurement/minute-plan.ts';
import { rangesOf } from '../measurement/minute-span.ts';
import { judgeLedger } from '../measurement/verdict.ts';
import type { Interval } from '../time/instant.ts';
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

/** A minute that counts for one of several sources brings events. */
function eventsPace({ plans, events, judged }: MeasuredEvents): Pace | null {
  const { good, total } = countEvents(events);
  const passed = countMinutes(minutesWhere(plans, counts));
  const toCome = minutesWhere(plans, isToCome);
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

function minutesWhere(plans: MinutePlan[], test: (flags: number) => boolean): Interval[] {
  const [span] = plans;
  if (span === undefined) return [];
  const column = new Uint8Array(span.count);
  for (const { flags } of plans) {
    for (let minute = 0; minute < span.count; minute++) {
      if (test(flags[minute] ?? 0)) column[minute] = 1;
    }
  }
  return rangesOf(span, column, 1);
}

function isToCome(flags: number): boolean {
  const { scheduled, elapsed, removed } = minuteFlag;
  return (flags & (scheduled | elapsed | removed)) === scheduled;
}
