// The counts behind a value as an account that adds up, line by line: what a committee reads first when it
// asks why a number is what it is.
import { z } from 'zod';
import { displayPercentage } from '../exact/display.ts';
import { ratio } from '../exact/ratio.ts';
import { readTarget } from '../exact/target.ts';
import { feedsOf } from '../measurement/figures.ts';
import type { Inputs } from '../measurement/figures.ts';
import type { CountWords, PartStatement } from './statement.ts';

/**
 * One line: a count, or a share of two counts with its percentage. `kind` tells a sum from its parts, and
 * what is taken off from what is not.
 */
export const accountLineSchema = z.object({
  label: z.string(),
  kind: z.enum(['item', 'less', 'sum', 'part', 'share', 'result']),
  count: z.int().nullable().describe('Null for a share and for the result'),
  share: z
    .object({ part: z.int(), whole: z.int(), display: z.string() })
    .nullable()
    .describe('Only where `kind` is `share`'),
  text: z.string().nullable().describe('The value as it is shown; only where `kind` is `result`'),
});
export type AccountLine = z.infer<typeof accountLineSchema>;

type Counted = { kind: 'item' | 'less' | 'sum' | 'part'; label: string; count: number };

/** The account of a judged part: what was counted, which shares follow, and the value. */
export function accountOf(part: PartStatement, words: CountWords): AccountLine[] {
  return [...linesOf(part.inputs, part, words), resultLine(part.display)];
}

function linesOf(inputs: Inputs, part: PartStatement, words: CountWords): AccountLine[] {
  switch (inputs.by) {
    case 'minutes':
      return minuteLines(inputs, part);
    case 'events':
      return eventLines(inputs, part, words);
    case 'clocks':
      return clockLines(inputs, part, words);
    case 'load-test':
      return loadTestLines(inputs);
  }
}

function minuteLines(inputs: Inputs & { by: 'minutes' }, part: PartStatement): AccountLine[] {
  const { scheduled, excluded, good, bad, unmeasured } = inputs;
  const counted = scheduled - excluded;
  const lines: Counted[] = [
    { kind: 'item', label: 'Scheduled', count: scheduled },
    { kind: 'less', label: 'Excluded, approved by both parties', count: excluded },
    { kind: 'sum', label: 'Counted', count: counted },
    { kind: 'part', label: 'good', count: good },
    { kind: 'part', label: 'bad', count: bad },
    { kind: 'part', label: 'not measured', count: unmeasured },
  ];
  const cases: [string, number][] =
    unmeasured === 0
      ? [['Good over counted', good]]
      : [
          ['If unmeasured is bad', good],
          ['If unmeasured is good', good + unmeasured],
        ];
  return [...lines.map(countLine), ...shareLines(cases, counted, part)];
}

function eventLines(
  inputs: Inputs & { by: 'events' },
  part: PartStatement,
  words: CountWords,
): AccountLine[] {
  const { good, total, judged } = inputs;
  const shown = judged === 'good' ? good : total - good;
  const lines: Counted[] = [
    { kind: 'sum', label: `${capital(words.unit)} counted`, count: total },
    { kind: 'part', label: words.good, count: good },
    { kind: 'part', label: words.bad, count: total - good },
    ...coverageLines(inputs),
  ];
  const name = `${capital(judged === 'good' ? words.good : words.bad)} over counted`;
  return [...lines.map(countLine), ...shareLines([[name, shown]], total, part)];
}

/** What was due of each feed; of checks nothing where all is counted traffic. */
function coverageLines(inputs: Inputs & { by: 'events' }): Counted[] {
  const { checks, hours } = feedsOf(inputs);
  const isChecked = hours === null || checks.due > 0;
  return [
    ...(isChecked ? slotLines('Checks scheduled', 'with a result', checks) : []),
    ...(hours === null ? [] : slotLines('Hours of traffic due', 'counted whole', hours)),
  ];
}

function slotLines(due: string, covered: string, counts: { covered: number; due: number }): Counted[] {
  return [
    { kind: 'item', label: due, count: counts.due },
    { kind: 'part', label: covered, count: counts.covered },
  ];
}

function clockLines(
  inputs: Inputs & { by: 'clocks' },
  part: PartStatement,
  words: CountWords,
): AccountLine[] {
  const { met, missed, unknown } = inputs;
  const total = met + missed + unknown;
  const lines: Counted[] = [
    { kind: 'sum', label: `${capital(words.unit)} decided`, count: total },
    { kind: 'part', label: words.good, count: met },
    { kind: 'part', label: 'late', count: missed },
    { kind: 'part', label: 'unknown, their desk could not be read', count: unknown },
  ];
  const cases: [string, number][] =
    unknown === 0
      ? [[`${capital(words.good)} over decided`, met]]
      : [
          ['If unknown is late', met],
          ['If unknown is in time', met + unknown],
        ];
  return [...lines.map(countLine), ...shareLines(cases, total, part)];
}

function loadTestLines({ promisedUsers, test }: Inputs & { by: 'load-test' }): AccountLine[] {
  const promised: Counted = { kind: 'item', label: 'Concurrent users promised', count: promisedUsers };
  if (test === null) return [countLine(promised)];
  return [
    countLine(promised),
    countLine({ kind: 'item', label: `Concurrent users reached in ${test.name}`, count: test.users }),
    countLine({ kind: 'part', label: 'terms of the test that were broken', count: test.broken.length }),
  ];
}

function countLine(line: Counted): AccountLine {
  return { ...line, share: null, text: null };
}

/** Cut as every value of this promise is: toward the worse side, never across the target. */
function shareLines(cases: [string, number][], whole: number, { terms }: PartStatement): AccountLine[] {
  if (whole === 0) return [];
  return cases.map(([label, part]) => ({
    ...{ label, kind: 'share', count: null, text: null },
    share: { part, whole, display: `${displayPercentage(ratio(part, whole), readTarget(terms))} %` },
  }));
}

function resultLine(display: string | null): AccountLine {
  return { label: 'Value', kind: 'result', count: null, share: null, text: display };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
