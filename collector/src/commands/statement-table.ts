// A statement as a table for the terminal: a heading for each promise, a row for each of its periods and
// sources. What is not judged, and why a verdict is in doubt, stands in words where the counts stand.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Doubt } from '@upheld/shared/measurement/figures';
import { indicatorKind } from '@upheld/shared/indicators/registry';
import type { PromisePeriod, PromiseStatement, Statement } from '@upheld/shared/evaluation/statement';
import { aligned, widthsOf } from './columns.ts';

/** Within 120 columns for agreements of usual size; the last line ends with a line end. */
export function statementTable(statement: Statement, agreement: Agreement): string {
  const shown = columns.filter(({ name }) => name !== 'SOURCE' || hasSources(statement));
  const row = (promise: PromiseStatement) => (period: PromisePeriod) =>
    shown.map(({ cell }) => cell(period, promise));
  const groups = statement.promises.map((promise) => ({ promise, rows: promise.periods.map(row(promise)) }));
  const names = shown.map(({ name }) => name);
  const widths = widthsOf([names, ...groups.flatMap(({ rows }) => rows)]);
  const lines = groups.flatMap(({ promise, rows }) => ['', heading(promise), ...aligned(rows, widths)]);
  const skipped = statement.skipped.map(({ name, reason }) => `skipped ${name}: ${reason}`);
  return [
    ...title(statement, agreement),
    '',
    ...aligned([names], widths),
    ...lines,
    ...(skipped.length > 0 ? ['', ...skipped] : []),
    '',
  ].join('\n');
}

type Column = { name: string; cell(period: PromisePeriod, promise: PromiseStatement): string };

const columns: Column[] = [
  { name: 'PERIOD', cell: ({ period }) => period },
  { name: 'SOURCE', cell: ({ source }) => source ?? '' },
  { name: 'VERDICT', cell: verdictCell },
  { name: 'VALUE', cell: ({ display }) => display ?? '-' },
  { name: 'COUNTED', cell: countedCell },
];

function hasSources({ promises }: Statement): boolean {
  return promises.some(({ periods }) => periods.some(({ source }) => source !== null));
}

function title(statement: Statement, agreement: Agreement): string[] {
  const local = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(agreement.timeZone);
  const text = (at: number) => local(at).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  const simulated = agreement.labels['simulated'] === 'true' ? ' · SIMULATED DATA' : '';
  return [
    `${agreement.displayName} · ${statement.period}${simulated}`,
    `${text(statement.start)} to ${text(statement.end)} ${agreement.timeZone}, as of ${text(statement.asOf)}`,
  ];
}

/** What is promised, by whom, and what the value is a share of. */
function heading({ name, indicator, op, target, owedBy, meaning, formula }: PromiseStatement): string {
  const hasTarget = indicatorKind(indicator).without?.includes('objective') !== true;
  const promised = hasTarget ? `${name} ${op} ${target}` : name;
  return `${promised}, owed by ${owedBy}: ${meaning ?? formula}`;
}

function verdictCell(period: PromisePeriod): string {
  const { verdict, state, atRisk, doubts: reasons } = period;
  const elapsed = state === 'open' && !reasons.includes('nothing-elapsed') && !isOutside(period);
  return `${verdict}${elapsed ? ' to date' : ''}${atRisk ? ', at risk' : ''}`;
}

/** Whether nothing of the period lies in the time in which the agreement makes the promise. */
function isOutside({ verdict, deciding }: PromisePeriod): boolean {
  return verdict === 'excluded' && deciding === null;
}

function countedCell(period: PromisePeriod, promise: PromiseStatement): string {
  if (isOutside(period)) return 'nothing was promised then';
  if (period.doubts.includes('nothing-elapsed')) return doubtWords['nothing-elapsed'];
  return [...counted(period, promise), ...doubts(period), ...cut(period)].join(', ');
}

/** Parts are counted together and never judged together, so that one of them has the value. */
function cut({ parts, deciding, display }: PromisePeriod): string[] {
  if (parts.length < 2 || deciding === null || display === null) return [];
  return [`the value is of part ${deciding + 1} of ${parts.length}`];
}

/** A load test is no count: there is nothing to say but its verdict and its doubt. */
function counted({ ledger, events }: PromisePeriod, promise: PromiseStatement): string[] {
  if (ledger !== undefined) return [minutes(ledger)];
  return events === undefined ? [] : [eventCount(events, promise)];
}

function eventCount(
  { good, total }: NonNullable<PromisePeriod['events']>,
  { kind, indicator, words }: PromiseStatement,
): string {
  const noun = words.unit.replace(/s$/, '');
  if (total === 0) return kind === 'support' ? `no ${noun} fell due` : `no ${noun} counts`;
  // An error rate is the bad share, so its row shows what that is made of.
  const share = indicator === 'error-rate' ? `${total - good} bad` : `${good} good`;
  return `${share} of ${plural(total, noun)}`;
}

/** The ledger's sum without what is nothing; what was not measured stands last, where its doubt follows. */
function minutes({
  scheduled,
  good,
  bad,
  excluded,
  unmeasured,
}: NonNullable<PromisePeriod['ledger']>): string {
  const parts = Object.entries({ good, bad, excluded, unmeasured })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  return parts.length === 0 ? 'no minute counts' : `${scheduled} min = ${parts.join(' + ')}`;
}

const doubtWords: Record<Doubt, string> = {
  'nothing-elapsed': 'nothing has elapsed yet',
  unmeasured: 'too many to tell',
  coverage: 'too few checks have a result',
  'minimum-sample': 'too few to judge',
  'nothing-due': 'nothing fell due',
  'unknown-clocks': 'some fell due while their desk could not be read',
  'no-load-test': 'no load test is still valid',
  'hourly-counts': 'counts of whole hours cannot tell',
};

const isOfFewness = new Set<Doubt>(['minimum-sample', 'nothing-due']);

/** Where nothing was counted, that says enough of how few there were. */
function doubts({ doubts: reasons, events }: PromisePeriod): string[] {
  return reasons
    .filter((doubt) => !isOfFewness.has(doubt) || events?.total !== 0)
    .map((doubt) => doubtWords[doubt]);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
