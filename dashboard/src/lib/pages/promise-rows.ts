// The table of promises: one row a promise, one line a source, one cell a period. Pure.
import type { PartySummary } from '@upheld/shared/api/responses';
import { promiseVerdict } from '@upheld/shared/api/views';
import type {
  PromisePeriod,
  PromiseStatement,
  Statement,
  Verdict,
} from '@upheld/shared/evaluation/statement';
import { compareRatios } from '@upheld/shared/exact/ratio';
import { readable } from '../words/names.ts';
import { counted, grouped, ratioOf, sharePercent } from '../words/number.ts';
import { periodLabel, periodShort } from '../words/period.ts';
import { displayWords, targetWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';
import { begun, byVerdict } from './order.ts';

export type Column = { name: string; short: string; label: string };
export type Cell = {
  label: string;
  href: string;
  verdict: Verdict | null;
  value: string;
  detail: string;
  note: string;
  span: number;
};
export type PromiseLine = { source: string | null; cells: Cell[]; coverage: string };
export type PromiseRow = {
  name: string;
  label: string;
  href: string;
  verdict: Verdict;
  target: string;
  meaning: string | null;
  owedBy: string;
  clause: string | null;
  lines: PromiseLine[];
};

/** The columns that periods shorter than the statement's own need: its months, or the period itself. */
export function columnsOf(statement: Statement): Column[] {
  const all = statement.promises.flatMap((promise) => promise.periods.map((period) => period.period));
  const inner = [...new Set(all)].filter((name) => name !== statement.period).toSorted();
  const names = inner.length > 0 ? inner : [statement.period];
  return names.map((name) => ({ name, short: periodShort(name), label: periodLabel(name) }));
}

/** Promises worst first; equals by weight, then as the agreement lists them. */
export function promiseRows(id: string, parties: PartySummary[], statement: Statement): PromiseRow[] {
  const columns = columnsOf(statement);
  return statement.promises
    .map((promise) => ({ promise, verdict: promiseVerdict(promise) }))
    .toSorted((a, b) => byVerdict(a, b) || b.promise.weight - a.promise.weight)
    .map(({ promise, verdict }) => ({
      name: promise.name,
      label: readable(promise.name),
      href: objectiveHref(id, promise.name, { period: statement.period }),
      verdict,
      target: targetWords(promise),
      meaning: promise.meaning,
      owedBy: parties.find((party) => party.id === promise.owedBy)?.name ?? promise.owedBy,
      clause: clauseLabel(promise),
      lines: linesOf(id, promise, statement, columns),
    }));
}

/** `§ 2.3`, or the document where no section is named. */
export function clauseLabel({ clause }: PromiseStatement): string | null {
  return clause?.section === undefined ? (clause?.document ?? null) : `§ ${clause.section}`;
}

function linesOf(
  id: string,
  promise: PromiseStatement,
  statement: Statement,
  columns: Column[],
): PromiseLine[] {
  const sources = [...new Set(promise.periods.map((period) => period.source))];
  return sources.map((source) => {
    const own = promise.periods.filter((period) => period.source === source);
    return {
      source,
      cells: cellsOf(id, promise, own, statement, columns),
      coverage: coverageOf(own),
    };
  });
}

function cellsOf(
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
  };
}

/** A figure that spans the months is about all of them. */
function wholeDetail(detail: string, columns: Column[]): string {
  if (columns.length === 1) return detail;
  return detail === '' ? 'whole period' : `whole period, ${detail}`;
}

function emptyCell(label: string): Cell {
  return { label, href: '', verdict: null, value: 'not judged', detail: '', note: '', span: 1 };
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
  if (promise.kind === 'response') {
    return total === 0 ? 'no tickets' : `${grouped(good)} of ${counted(total, 'ticket')}`;
  }
  return total === 0 ? 'no requests' : `${grouped(total - good)} of ${grouped(total)} bad`;
}

function coverageOf(periods: PromisePeriod[]): string {
  const known = begun(periods).flatMap((period) => (period.coverage === null ? [] : [period.coverage]));
  const [least] = known.toSorted((a, b) => compareRatios(ratioOf(a), ratioOf(b)));
  return least === undefined ? '' : sharePercent(least, 1);
}
