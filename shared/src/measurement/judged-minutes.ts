// A promise counted in minutes, judged and written down.
import { ratioText } from '../exact/ratio.ts';
import type { Day } from './figures.ts';
import type { JudgedPart } from '../evaluation/statement.ts';
import { without } from '../time/intervals.ts';
import { wilsonInterval } from './evidence.ts';
import type { JudgingInput, JudgingTerms } from './judging.ts';
import { elapsedCounts, ledgerOf, minuteRanges } from './ledger.ts';
import type { MeasuredMinutes } from './measured.ts';
import { sumMinutes, tallyMinutes } from './tally.ts';
import type { MinuteTally } from './tally.ts';
import { judgeLedger } from './verdict.ts';
import type { LedgerJudgement } from './verdict.ts';

/** Counted once, by day: the period is the sum of its days and of what is left of the window. */
export function judgedMinutes(measured: MeasuredMinutes, { terms, window, days }: JudgingInput): JudgedPart {
  const byDay = days.map((day) => ({ date: day.date, tally: tallyMinutes(measured, day) }));
  const rest = without([window], days).map((stretch) => tallyMinutes(measured, stretch));
  const lists = {
    badRanges: minuteRanges(measured.minutes, 'bad'),
    unmeasuredRanges: minuteRanges(measured.minutes, 'unmeasured'),
    excludedRanges: minuteRanges(measured.minutes, 'excluded'),
    days: byDay.map(({ date, tally }): Day => ({ date, ledger: elapsedCounts(tally), events: null })),
  };
  return { figures: minuteFigures(sumMinutes([...byDay.map(({ tally }) => tally), ...rest]), terms), lists };
}

/** What a tally of minutes comes to under the terms. */
export function minuteFigures(tally: MinuteTally, terms: JudgingTerms): JudgedPart['figures'] {
  const ledger = ledgerOf(tally);
  const { counts, scheduledTotal, excludedTotal } = ledger;
  const judgement = judgeLedger(ledger, terms);
  const { verdict, doubts, settled, irrecoverable, budget, evidence } = judgement;
  return {
    verdict,
    doubts,
    inputs: { by: 'minutes', ...counts, scheduledTotal, excludedTotal },
    coverage: ledger.coverage && ratioText(ledger.coverage),
    settled: settled && ratioText(settled),
    display: displayOf(judgement),
    evidence,
    interval: wilsonInterval(counts.bad, counts.good + counts.bad),
    irrecoverable,
    budget: verdict === 'excluded' ? null : { allowed: ratioText(budget.allowed), consumed: budget.consumed },
  };
}

function displayOf({ display, displayRange }: LedgerJudgement): string | null {
  if (displayRange !== null) return `${displayRange[0]} % .. ${displayRange[1]} %`;
  return display === null ? null : `${display} %`;
}
