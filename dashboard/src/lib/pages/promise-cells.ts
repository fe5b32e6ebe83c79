// The cells of a promise's row: what each period says, or why it says nothing. Pure.
import type {
  PromisePeriod,
  PromiseStatement,
  Statement,
  Verdict,
} from '@upheld/shared/evaluation/statement';
import { counted, grouped } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { displayWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';

export type Column = { name: string; short: string; label: string };
export type Cell = {
  label: string;
  href: string;
  verdict: Verdict | null;
  value: string;
  detail: string;
  note: string;
  atRisk: boolean;
  span: number;
};

/** One cell a column; one over all of them where the promise is judged over the whole period. */
export function cellsOf(
  id: string,
  promise: PromiseStatement,
  periods: PromisePeriod[],
  statement: Statement,
  columns: Column[],
): Cell[] {
  const whole = periods.find((period) => period.period === statement.period);
  if (whole !== undefined) {
    const shown = cell(id, promise, whole, statement);
    return [{ ...shown, detail: wholeDetail(shown.detail, columns), span: columns.length }];
  }
  return columns.map((column) => {
    const period = periods.find((candidate) => candidate.period === column.name);
    return period === undefined
      ? emptyCell(column.label)
      : { ...cell(id, promise, period, statement), span: 1 };
  });
}

function cell(id: string, promise: PromiseStatement, period: PromisePeriod, statement: Statement) {
  const toCome = period.start >= statement.asOf;
  return {
    label: periodLabel(period.period),
    href: objectiveHref(id, promise.name, {
      period: statement.period,
      part: period.period,
      source: period.source,
    }),
    verdict: toCome ? null : period.verdict,
    value: toCome
      ? 'to come'
      : (displayWords(period.display) ?? (period.verdict === 'excluded' ? 'excluded' : 'no value')),
    detail: toCome ? '' : detailOf(promise, period),
    note: noteOf(period, toCome),
    atRisk: period.atRisk,
  };
}

/** A figure that spans the months is about all of them. */
function wholeDetail(detail: string, columns: Column[]): string {
  if (columns.length === 1) return detail;
  return detail === '' ? 'whole period' : `whole period, ${detail}`;
}

function emptyCell(label: string): Cell {
  return {
    label,
    href: '',
    verdict: null,
    value: 'not judged',
    detail: '',
    note: '',
    atRisk: false,
    span: 1,
  };
}

function noteOf(period: PromisePeriod, toCome: boolean): string {
  if (toCome) return '';
  if (period.irrecoverable && period.state === 'open') return 'beyond recovery';
  return period.state === 'open' ? 'so far' : '';
}

/** The count behind a value, as short as it goes. */
export function detailOf(promise: PromiseStatement, period: PromisePeriod): string {
  if (period.ledger !== undefined) {
    const { bad, unmeasured } = period.ledger;
    const parts = [
      bad > 0 ? `${grouped(bad)} min bad` : '',
      unmeasured > 0 ? `${grouped(unmeasured)} unmeasured` : '',
    ];
    return parts.filter((part) => part !== '').join(', ');
  }
  if (period.events === undefined) return '';
  const { good, total } = period.events;
  if (promise.kind === 'support') {
    return total === 0 ? 'no tickets' : `${grouped(good)} of ${counted(total, 'ticket')}`;
  }
  return total === 0 ? 'no requests' : `${grouped(total - good)} of ${grouped(total)} bad`;
}
