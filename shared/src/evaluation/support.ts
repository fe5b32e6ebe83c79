// One support matrix of an agreement as promises: a first response for each of its severities.
import type { Agreement, Severity, SupportMatrix } from '../agreement/agreement.ts';
import { firstResponseFormula, judgeFirstResponse } from '../indicators/first-response.ts';
import { responseMeaning } from '../indicators/response-meaning.ts';
import { firstResponseClocks } from '../tickets/clocks.ts';
import type { ResponseClock } from '../tickets/clocks.ts';
import type { Instant } from '../time/instant.ts';
import type { Facts } from './facts.ts';
import { calendarOf } from './named-parts.ts';
import { daysBegun } from './promise-window.ts';
import type { PromiseWindow } from './promise-window.ts';
import type { PromisePeriod, PromiseStatement } from './statement.ts';

export type SupportInput = {
  agreement: Agreement;
  matrix: SupportMatrix;
  windows: PromiseWindow[];
  facts: Facts;
  asOf: Instant;
};

/** The name of a severity's first response among the promises of an agreement. */
export function severityPromiseName(matrix: string, level: number): string {
  return `${matrix}-severity-${level}-first-response`;
}

/** Judges every severity of a matrix, in the order of the file. */
export function judgeSupport(input: SupportInput): PromiseStatement[] {
  const { agreement, matrix, facts, asOf } = input;
  const { calendars } = agreement;
  const desk = facts.desk(matrix.source);
  const clocks = firstResponseClocks({ ...desk, severities: matrix.severities, calendars, asOf });
  return matrix.severities.map((severity) => severityPromise(input, severity, clocks));
}

function severityPromise(input: SupportInput, severity: Severity, clocks: ResponseClock[]): PromiseStatement {
  const { agreement, matrix, windows } = input;
  const { owedBy, clause, weight, period, source } = matrix;
  const { calendar, target, firstResponse } = severity;
  return {
    name: severityPromiseName(matrix.name, severity.level),
    ...{ kind: 'response', indicator: 'first-response', owedBy, op: '>=', target, period, calendar },
    ...{ sources: [source], clause, reading: severity.reading ?? matrix.reading, weight },
    formula: firstResponseFormula,
    meaning: responseMeaning(firstResponse, calendarOf(agreement, calendar)),
    periods: windows.map((window) => severityPeriod(input, severity, clocks, window)),
  };
}

function severityPeriod(
  { agreement, asOf }: SupportInput,
  severity: Severity,
  clocks: ResponseClock[],
  { period, start, end }: PromiseWindow,
): PromisePeriod {
  const window = { start, end };
  const days = daysBegun(window, agreement.timeZone, asOf);
  const judged = judgeFirstResponse({ clocks, severity, window, days, asOf });
  return { period, source: null, ...window, state: end <= asOf ? 'closed' : 'open', ...judged };
}
