// The table of promises: one row a promise, one line a source. Pure.
import type { PartySummary } from '@upheld/shared/api/responses';
import { promiseVerdict, tellingPeriods } from '@upheld/shared/api/views';
import { worstVerdict } from '@upheld/shared/evaluation/worst';
import type { Verdict } from '@upheld/shared/measurement/figures';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import { compareRatios } from '@upheld/shared/exact/ratio';
import { readable } from '../words/names.ts';
import { ratioOf, sharePercent } from '../words/number.ts';
import { periodLabel, periodShort } from '../words/period.ts';
import { partTargetWords, targetWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';
import { byVerdict } from './order.ts';
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
/** What one severity is promised stands together under its heading; everything else stands alone. */
export type PromiseGroup = { heading: string | null; rows: PromiseRow[] };

/** A column for each of the shortest periods that anything is judged by. */
export function columnsOf(statement: Statement): Column[] {
  const all = statement.promises.flatMap(({ periods }) => periods);
  const shortest = (['month', 'quarter', 'year'] as const).find((unit) =>
    all.some(({ period }) => unitOf(period) === unit),
  );
  const byName = new Map(all.map((period) => [period.period, period]));
  const columns = [...byName.values()].filter(({ period }) => unitOf(period) === shortest);
  const shown = columns.length > 0 ? columns : [{ ...statement }];
  return shown
    .toSorted((a, b) => a.start - b.start)
    .map(({ period, start, end }) => ({
      ...{ name: period, short: periodShort(period), label: periodLabel(period), start, end },
    }));
}

/** Promises worst first; equals by weight, then as the agreement lists them. A group is as bad as its worst. */
export function promiseGroups(id: string, parties: PartySummary[], statement: Statement): PromiseGroup[] {
  const columns = columnsOf(statement);
  const groups = Map.groupBy(statement.promises, (promise) => severityOf(promise) ?? promise.name);
  return [...groups.values()]
    .map((promises) => ({ promises, verdict: worstVerdict(promises.map(promiseVerdict)) }))
    .toSorted((a, b) => byVerdict(a, b) || weightOf(b.promises) - weightOf(a.promises))
    .map(({ promises }) => {
      const severity = promises.length > 1 ? severityOf(promises[0]) : null;
      return {
        heading: severity === null ? null : readable(severity),
        rows: promises.map((promise) => rowOf(id, parties, promise, { statement, columns, severity })),
      };
    });
}

function rowOf(
  id: string,
  parties: PartySummary[],
  promise: PromiseStatement,
  { statement, columns, severity }: { statement: Statement; columns: Column[]; severity: string | null },
): PromiseRow {
  return {
    name: promise.name,
    label: readable(severity === null ? promise.name : promise.indicator),
    href: objectiveHref(id, promise.name, { period: statement.period }),
    verdict: promiseVerdict(promise),
    target: newestTarget(promise),
    meaning: promise.meaning,
    owedBy: parties.find((party) => party.id === promise.owedBy)?.name ?? promise.owedBy,
    clause: clauseLabel(promise),
    lines: linesOf(id, promise, statement, columns),
  };
}

/** The severity that a promise is about: its name without what is promised. Null for objectives. */
function severityOf(promise: PromiseStatement | undefined): string | null {
  if (promise?.kind !== 'support') return null;
  const suffix = `-${promise.indicator}`;
  return promise.name.endsWith(suffix) ? promise.name.slice(0, -suffix.length) : null;
}

/** In the words of its newest part: what a load test must reach are users. */
function newestTarget(promise: PromiseStatement): string {
  const part = promise.periods.at(-1)?.parts.at(-1);
  return part?.inputs.by === 'load-test' ? partTargetWords(part) : targetWords(promise);
}

function weightOf(promises: PromiseStatement[]): number {
  return Math.max(...promises.map(({ weight }) => weight));
}

function unitOf(period: string): PromiseStatement['period'] {
  if (!period.includes('-')) return 'year';
  return period.includes('Q') ? 'quarter' : 'month';
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
  const known = tellingPeriods(periods).flatMap((period) =>
    period.coverage === null ? [] : [period.coverage],
  );
  const [least] = known.toSorted((a, b) => compareRatios(ratioOf(a), ratioOf(b)));
  return least === undefined ? '' : sharePercent(least, 1);
}
