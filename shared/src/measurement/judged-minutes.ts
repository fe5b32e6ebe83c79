// A promise counted in minutes, judged and written down.
import { ratioText } from '../exact/ratio.ts';
import { wilsonInterval } from './evidence.ts';
import type { JudgingInput } from './judge.ts';
import { countLedger, countPart, minuteRanges } from './ledger.ts';
import type { MeasuredMinutes } from './measured.ts';
import type { Day, JudgedPart } from '../evaluation/statement.ts';
import { judgeLedger } from './verdict.ts';
import type { LedgerJudgement } from './verdict.ts';

export function judgedMinutes({ minutes }: MeasuredMinutes, { terms, days }: JudgingInput): JudgedPart {
  const ledger = countLedger(minutes);
  const { counts, scheduledTotal, excludedTotal } = ledger;
  const judgement = judgeLedger(ledger, terms);
  const { verdict, doubts, settled, irrecoverable, budget, evidence } = judgement;
  const figures = {
    verdict,
    doubts,
    inputs: { by: 'minutes' as const, ...counts, scheduledTotal, excludedTotal },
    coverage: ledger.coverage && ratioText(ledger.coverage),
    settled: settled && ratioText(settled),
    display: displayOf(judgement),
    evidence,
    interval: wilsonInterval(counts.bad, counts.good + counts.bad),
    irrecoverable,
    budget: verdict === 'excluded' ? null : { allowed: ratioText(budget.allowed), consumed: budget.consumed },
  };
  const lists = {
    badRanges: minuteRanges(minutes, 'bad'),
    unmeasuredRanges: minuteRanges(minutes, 'unmeasured'),
    excludedRanges: minuteRanges(minutes, 'excluded'),
    days: days.map((day): Day => ({ date: day.date, ledger: countPart(minutes, day), events: null })),
  };
  return { figures, lists };
}

function displayOf({ display, displayRange }: LedgerJudgement): string | null {
  if (displayRange !== null) return `${displayRange[0]} % .. ${displayRange[1]} %`;
  return display === null ? null : `${display} %`;
}
