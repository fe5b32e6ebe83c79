// The severity matrix of a period: what each severity is promised, and what became of its clocks. Pure.
import { promiseVerdict } from '@upheld/shared/api/views';
import type { PartySummary } from '@upheld/shared/api/responses';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import type { ClockStatement } from '@upheld/shared/measurement/figures';
import { readable } from '../words/names.ts';
import { targetWords } from '../words/promise.ts';
import { objectiveHref } from './links.ts';
import { clauseLabel } from './promise-rows.ts';

export type MatrixTable = ReturnType<typeof supportMatrices>[number];

/** One table for each matrix in the order of the agreement, its severities from the highest on. */
export function supportMatrices(id: string, parties: PartySummary[], statement: Statement) {
  const promises = statement.promises.flatMap((promise) => {
    const place = placeOf(promise);
    return place === null ? [] : [{ promise, ...place }];
  });
  return [...Map.groupBy(promises, ({ matrix }) => matrix)].map(([matrix, own]) => {
    const [first] = own;
    const owedBy = first?.promise.owedBy ?? '';
    const bySeverity = Map.groupBy(own, ({ severity }) => severity);
    return {
      ...{ name: matrix, label: readable(matrix), sources: first?.promise.sources ?? [] },
      owedBy: parties.find((party) => party.id === owedBy)?.name ?? owedBy,
      severities: [...bySeverity]
        .sort(([a], [b]) => a - b)
        .map(([severity, rows]) => ({
          severity,
          rows: rows.map(({ promise }) => rowOf(id, promise, statement)),
        })),
    };
  });
}

/** Promises of support are named `<matrix>-severity-<n>-<what>`; null of any other. */
function placeOf({ kind, name, indicator }: PromiseStatement): { matrix: string; severity: number } | null {
  const suffix = `-${indicator}`;
  if (kind !== 'support' || !name.endsWith(suffix)) return null;
  const [, matrix, severity] = /^(.*)-severity-(\d+)$/.exec(name.slice(0, -suffix.length)) ?? [];
  return matrix === undefined ? null : { matrix, severity: Number(severity) };
}

function rowOf(id: string, promise: PromiseStatement, { period }: Statement) {
  const of = (state: ClockStatement['state']) =>
    promise.periods.reduce((sum, judged) => sum + clocksIn(judged, state), 0);
  return {
    name: promise.name,
    label: readable(promise.indicator),
    href: objectiveHref(id, promise.name, { period }),
    meaning: promise.meaning,
    clause: clauseLabel(promise),
    target: targetWords(promise),
    verdict: promiseVerdict(promise),
    inTime: of('met'),
    late: of('missed'),
    unknown: of('unknown'),
    running: of('running'),
    isIdle: promise.periods.every(({ clocks = [] }) => clocks.length === 0),
  };
}

/** Those that are listed, and those that are left off. */
function clocksIn({ clocks = [], clocksMore }: PromisePeriod, state: ClockStatement['state']): number {
  return clocks.filter((clock) => clock.state === state).length + (clocksMore?.[state] ?? 0);
}
