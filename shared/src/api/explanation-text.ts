// An explanation as plain text, to be printed in a terminal or copied from a page into a mail.
import type { AccountLine } from '../evaluation/account.ts';
import type { Explanation } from '../evaluation/explanation.ts';
import { displayNumber } from '../exact/display.ts';
import { ratio, readRatio } from '../exact/ratio.ts';
import type { SliceFault } from '../facts/slice.ts';
import type { Interval } from '../time/instant.ts';
import { localInstant } from '../triggers/local-instant.ts';

type PartExplanation = Explanation['parts'][number];

/** The record in lines of text; instants are in `timeZone`, the agreement's own. */
export function explanationText(explanation: Explanation, timeZone: string): string {
  const { promise, source, period, state, verdict, display, parts } = explanation;
  const value = display === null ? '' : `, ${display}`;
  return [
    `${promise}${source === null ? '' : ` of ${source}`}, ${period}${state === 'open' ? ' so far' : ''}: ${verdict}${value}`,
    ...termLines(explanation),
    ...(parts.length > 1
      ? [`Cut by amendments into ${parts.length} parts, each judged under its own terms:`]
      : []),
    ...parts.flatMap((part) => ['', ...partLines(part, timeZone)]),
    '',
  ].join('\n');
}

function termLines({ clause, reading, meaning, owedBy }: Explanation): string[] {
  const section = clause?.section === undefined ? '' : ` (section ${clause.section})`;
  return [
    ...(clause?.text === undefined ? [] : [`Clause:   "${clause.text}"${section}`]),
    `Reading:  ${reading ?? 'none; the clause is taken as it stands'}`,
    ...(meaning === null ? [] : [`Means:    ${meaning}`]),
    `Owed by:  ${owedBy}`,
  ];
}

function partLines(part: PartExplanation, timeZone: string): string[] {
  const { start, end, terms, inputs, formula, account, because, exclusions, samples, notes } = part;
  return [
    `From ${localInstant(start, timeZone)} to ${localInstant(end, timeZone)}, under ${terms.version ?? 'the agreement as signed'}`,
    // A load test is held against users, which the meaning names.
    ...(inputs.by === 'load-test'
      ? []
      : [`Target:   ${terms.op} ${terms.target} on the calendar ${terms.calendar}`]),
    `Formula:  ${formula}`,
    ...aligned(account),
    because,
    ...notes,
    ...exclusions.map(
      ({ name, effect, minutes }) => `Exclusion ${name} (${effect}) covers ${minutes} minutes.`,
    ),
    ...samples.map(
      ({ source, vantage, ok, bad, unmeasured }) =>
        `Facts: ${source} from ${vantage}: ${ok} ok, ${bad} bad, ${unmeasured} not measured.`,
    ),
    ...trafficLines(part, timeZone),
    ...strengthLines(part),
  ];
}

function trafficLines({ traffic = [], undecided = [] }: PartExplanation, timeZone: string): string[] {
  const hour = ({ start, end }: Interval) =>
    `${localInstant(start, timeZone)} to ${localInstant(end, timeZone)}`;
  return [
    ...traffic.flatMap(({ source, slices, queries, unanswered, unread }) => [
      `Facts: ${source}, ${slices.length} hours counted, each with the SHA-256 of its answer in the data.`,
      ...queries.map((texts) => `Asked of ${source}: ${texts.join(' and ')}`),
      ...unanswered.map((slice) => `Without counts: ${source}, ${hour(slice)}: ${faultWords[slice.fault]}.`),
      ...unread.map((stretch) => `Never read: ${source}, ${hour(stretch)}.`),
    ]),
    ...undecided.map(
      (slice) =>
        `In no total: ${slice.source}, ${hour(slice)}: ${slice.total} requests, ${slice.bad} bad; ${slice.why}.`,
    ),
  ];
}

/** Why the queries of an hour were answered without counts. */
const faultWords: Record<SliceFault, string> = {
  empty: 'no series',
  'not-a-number': 'not a number',
  'not-a-count': 'not a count of requests',
};

function strengthLines({ evidence, interval, coverage, inputs, terms }: PartExplanation): string[] {
  const percent = (share: number) => `${(share * 100).toFixed(4)} %`;
  return [
    ...(coverage === null
      ? []
      : [
          `Coverage: ${shareText(coverage)}${inputs.by === 'events' ? `; the floor is ${terms.coverageFloor}` : ''}.`,
        ]),
    ...(interval === null
      ? []
      : [
          `Evidence: ${evidence ?? 'none'}; 95 % interval of the bad share ${percent(interval.low)} to ${percent(interval.high)}.`,
        ]),
  ];
}

/** Cut down, so that what lacks a check never shows as whole. Minutes have no floor: they show what they lack. */
function shareText(share: NonNullable<PartExplanation['coverage']>): string {
  const { num, den } = readRatio(share);
  return `${displayNumber(ratio(num * 100n, den), 3)} %`;
}

function aligned(account: AccountLine[]): string[] {
  const rows = account.map((line) => [indented(line), valueOf(line)] as const);
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([label, value]) => `  ${label.padEnd(left ?? 0)}  ${value.padStart(right ?? 0)}`);
}

function indented({ kind, label, share }: AccountLine): string {
  const shown = share === null ? label : `${label}: ${share.part} / ${share.whole}`;
  return kind === 'part' ? `  ${shown}` : shown;
}

function valueOf({ kind, count, share, text }: AccountLine): string {
  if (share !== null) return share.display;
  if (kind === 'result') return text ?? 'none';
  return kind === 'less' && count !== 0 ? `-${count}` : String(count);
}
