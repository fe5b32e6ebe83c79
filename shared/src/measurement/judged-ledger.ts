// A promise counted in minutes, judged and written down.
import { ratioText } from '../exact/ratio.ts';
import type { Interval } from '../time/instant.ts';
import { classifyMinutes, countLedger, countPart, minuteRanges } from './ledger.ts';
import type { MinutePlan } from './minute-plan.ts';
import type { Day, JudgedPeriod } from '../evaluation/statement.ts';
import { judgeLedger } from './verdict.ts';
import type { LedgerJudgement, LedgerTerms } from './verdict.ts';

/** `days` are the local days to list, clipped to the plan's window. */
export function judgedLedger(input: {
  plan: MinutePlan;
  states: Uint8Array;
  terms: LedgerTerms;
  days: (Interval & { date: string })[];
}): JudgedPeriod {
  const minutes = classifyMinutes(input.plan, input.states);
  const ledger = countLedger(minutes);
  const judgement = judgeLedger(ledger, input.terms);
  const { verdict, doubts, settled, irrecoverable, budget, evidence } = judgement;
  return {
    verdict,
    doubts,
    ledger: ledger.counts,
    coverage: ledger.coverage && ratioText(ledger.coverage),
    settled: settled && ratioText(settled),
    display: displayOf(judgement),
    evidence,
    irrecoverable,
    badRanges: minuteRanges(minutes, 'bad'),
    unmeasuredRanges: minuteRanges(minutes, 'unmeasured'),
    excludedRanges: minuteRanges(minutes, 'excluded'),
    budget: verdict === 'excluded' ? null : { allowed: ratioText(budget.allowed), consumed: budget.consumed },
    days: input.days.map((day): Day => ({ date: day.date, ledger: countPart(minutes, day), events: null })),
  };
}

function displayOf({ display, displayRange }: LedgerJudgement): string | null {
  if (displayRange !== null) return `${displayRange[0]} % .. ${displayRange[1]} %`;
  return display === null ? null : `${display} %`;
}
