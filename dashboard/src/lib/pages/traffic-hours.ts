// Every hour of counted traffic with what it counted and the hash of the answer behind it, so that both
// parties can compare what they hold. Pure.
import type { TrafficStatement, UndecidedSlice } from '@upheld/shared/measurement/traffic-figures';
import { counted, grouped } from '../words/number.ts';
import { printStretch } from '../words/stretch.ts';

/** The hours of a quarter. More rows than that make a page that no browser likes; the API gives all of them. */
const mostHours = 92 * 24;

/** As many digits of a SHA-256 as two people compare by eye. */
const shownDigits = 12;

/** The hours of one source in order; of more than a quarter the newest, and `left` says how many are not there. */
export function hourTable(
  { source, slices, unanswered }: TrafficStatement,
  undecided: UndecidedSlice[],
  zone: string,
) {
  const hours = [
    ...slices.map((slice) => ({ ...slice, standing: slice.countsGood ? 'all count as good' : 'counted' })),
    ...undecided.map((slice) => ({ ...slice, standing: 'in no total' })),
    ...unanswered.map((slice) => ({ ...slice, total: null, bad: null, standing: 'no counts' })),
  ].toSorted((a, b) => a.start - b.start);
  const left = Math.max(0, hours.length - mostHours);
  return {
    source,
    summary: `Every hour of ${source}: ${counted(hours.length, 'answer')}`,
    left: left === 0 ? '' : `${grouped(left)} older ones are not on this page; the API gives them all.`,
    rows: hours.slice(left).map(({ start, end, total, bad, standing, answerHash }) => ({
      key: String(start),
      when: printStretch({ start, end }, zone),
      ...{ standing, total: countOf(total), bad: countOf(bad) },
      ...{ hash: answerHash, shortHash: answerHash.slice(0, shownDigits) },
    })),
  };
}

function countOf(value: number | null): string {
  return value === null ? '' : grouped(value);
}
