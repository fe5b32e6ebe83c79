// The cells of a promise's row: what each period says, or why it says nothing. Pure.
import type { LedgerCounts, Verdict } from '@upheld/shared/measurement/figures';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import type { Interval } from '@upheld/shared/time/instant';
import { readable } from '../words/names.ts';
import { countedUnits, grouped } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { displayWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';

export type Column = Interval & { name: string; short: string; label: string };
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

/** The cells of a row, each over the columns that its period covers; what no period covers is not judged. */
export function cellsOf(
  id: string,
  promise: PromiseStatement,
  periods: PromisePeriod[],
  statement: Statement,
  columns: Column[],
): Cell[] {
  const cells: Cell[] = [];
  for (let from = 0; from < columns.length; from += cells.at(-1)?.span ?? 1) {
    const period = periods.find((candidate) => covers(candidate, columns[from]));
    const span = columns
      .slice(from)
      .filter((column) => period !== undefined && covers(period, column)).length;
    cells.push(
      period === undefined
        ? emptyCell(columns[from]?.label ?? '')
        : spanning(cell(id, promise, period, statement), period, span, columns.length),
    );
  }
  return cells;
}

function covers({ start, end }: Interval, column: Column | undefined): boolean {
  return column !== undefined && start < column.end && end > column.start;
}

/** What stands where a period has no value. */
function valueWithout({ verdict, doubts }: PromisePeriod): string {
  if (verdict === 'excluded') return 'excluded';
  return doubts.includes('nothing-due') ? 'nothing due' : 'no value';
}

/** A figure that spans several columns says what it is about. */
function spanning(shown: Omit<Cell, 'span'>, { period }: PromisePeriod, span: number, columns: number): Cell {
  if (span === 1) return { ...shown, span };
  const about = span === columns ? 'whole period' : periodLabel(period);
  return { ...shown, span, detail: shown.detail === '' ? about : `${about}, ${shown.detail}` };
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
    value: toCome ? 'to come' : (displayWords(period.display) ?? valueWithout(period)),
    detail: toCome ? '' : detailOf(promise, period),
    note: noteOf(period, toCome),
    atRisk: period.atRisk,
  };
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
  const standing = period.irrecoverable ? 'beyond recovery' : 'so far';
  const notes = [
    period.state === 'open' ? standing : '',
    period.parts.length > 1 ? 'cut by an amendment' : '',
  ];
  return notes.filter((note) => note !== '').join(', ');
}

/** The count behind a value, as short as it goes. Of a period that was cut it is that of the part that decides. */
export function detailOf(promise: PromiseStatement, { parts, deciding }: PromisePeriod): string {
  const inputs = parts[deciding ?? 0]?.inputs;
  switch (inputs?.by) {
    case 'minutes':
      return minuteDetail(inputs);
    case 'events':
      if (inputs.total === 0) return countedUnits(0, promise.words.unit);
      return `${grouped(inputs.total - inputs.good)} of ${grouped(inputs.total)} bad`;
    case 'clocks': {
      const total = inputs.met + inputs.missed + inputs.unknown;
      const counted = countedUnits(total, promise.words.unit);
      return total === 0 ? counted : `${grouped(inputs.met)} of ${counted}`;
    }
    case 'load-test':
      return inputs.test === null ? '' : readable(inputs.test.name);
    case undefined:
      return '';
  }
}

function minuteDetail({ bad, unmeasured }: LedgerCounts): string {
  const parts = [
    bad > 0 ? `${grouped(bad)} min bad` : '',
    unmeasured > 0 ? `${grouped(unmeasured)} unmeasured` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
