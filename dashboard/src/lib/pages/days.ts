// The table behind the chart: every day on which something was counted. Pure.
import type { Day } from '@upheld/shared/measurement/figures';
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { shortDate } from '../words/instant.ts';
import { sentenceCase } from '../words/names.ts';
import { grouped } from '../words/number.ts';

export type DayTable = { heads: string[]; rows: { date: string; cells: string[] }[]; left: number };

/** Days without service hours or requests are left out and counted. */
export function dayTable(promise: PromiseStatement, period: PromisePeriod): DayTable {
  const kept = period.days.filter(hasSomething);
  return {
    heads: headsOf(promise, period),
    rows: kept.map((day) => ({ date: shortDate(day.date), cells: cellsOf(day) })),
    left: period.days.length - kept.length,
  };
}

function headsOf(promise: PromiseStatement, period: PromisePeriod): string[] {
  if (period.ledger !== undefined) return ['Scheduled', 'Excluded', 'Good', 'Bad', 'Not measured'];
  const { unit, good, bad } = promise.words;
  return [unit, good, bad].map(sentenceCase);
}

function hasSomething({ ledger, events }: Day): boolean {
  return (ledger?.scheduled ?? events?.total ?? 0) > 0;
}

function cellsOf({ ledger, events }: Day): string[] {
  if (ledger !== null) {
    const { scheduled, excluded, good, bad, unmeasured } = ledger;
    return [scheduled, excluded, good, bad, unmeasured].map((value) => grouped(value));
  }
  return events === null
    ? []
    : [events.total, events.good, events.total - events.good].map((value) => grouped(value));
}
