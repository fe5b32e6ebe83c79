// The table of promises: one row a promise, one line a source. Pure.
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
import { ratioOf, sharePercent } from '../words/number.ts';
import { periodLabel, periodShort } from '../words/period.ts';
import { targetWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';
import { begun, byVerdict } from './order.ts';
import { cellsOf } from './promise-cells.ts';
import type { Cell, Column } from './promise-cells.ts';

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

function coverageOf(periods: PromisePeriod[]): string {
  const known = begun(periods).flatMap((period) => (period.coverage === null ? [] : [period.coverage]));
  const [least] = known.toSorted((a, b) => compareRatios(ratioOf(a), ratioOf(b)));
  return least === undefined ? '' : sharePercent(least, 1);
}
