// What a vantage said, minute by minute, in place of its samples: calendars, exclusions and periods are laid over
// minutes alone, so that a day that was read once need not be read again (architecture.md, "Facts, blocks, tallies,
// statements").
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { MinuteSpan } from './minute-span.ts';
import { joinedRuns, sumBefore } from './runs.ts';
import type { Runs, SummedRuns } from './runs.ts';

/** One way of reading samples. Its name tells everything that it depends on, so that equal names read alike. */
export type Reading = {
  name: string;
  /** Of every minute of the span. Of the samples before it, those are needed that still speak when it begins. */
  tally(series: SampleSeries, span: MinuteSpan): TallyColumns;
};

/** Whole numbers below 2^32: columns with one for each minute, and `numbers` of which minutes have several. */
export type TallyColumns = { minutes: Runs[]; numbers: Uint32Array };

/** Whole minutes that a tally speaks for. `day` is the minute that its columns begin with. */
export type TalliedStretch = Interval & {
  day: Instant;
  /** Throws where there is no tally of a reading: whoever gives stretches gives them for all readings asked for. */
  columns(reading: string): TallyColumns;
};

/**
 * The samples of a vantage and the stretches that tallies speak for instead, in order. Samples in those stretches
 * are there only because they speak on into what comes after: they count nowhere.
 */
export type VantageFacts = SampleSeries & { tallied?: TalliedStretch[] };

/** Minutes `[from, to)` of a span that are told by one tally, or by samples. */
export type Piece = { from: number; to: number; stretch: TalliedStretch | null };

/** A span cut into what tallies tell and what samples tell, in order and without gaps. */
export function piecesOf({ first, count }: MinuteSpan, tallied: TalliedStretch[] = []): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  for (const stretch of tallied) {
    const from = Math.max(next, stretch.start / MINUTE - first);
    const to = Math.min(count, stretch.end / MINUTE - first);
    if (from >= to) continue;
    if (next < from) pieces.push({ from: next, to: from, stretch: null });
    pieces.push({ from, to, stretch });
    next = to;
  }
  if (next < count) pieces.push({ from: next, to: count, stretch: null });
  return pieces;
}

/** The minutes of a piece as a span of their own. */
export function spanOf({ first }: MinuteSpan, { from, to }: Pick<Piece, 'from' | 'to'>): MinuteSpan {
  return { first: first + from, count: to - from };
}

/** What a reading tells of a span: its columns of minutes, its numbers, and where one tally ends and the next begins. */
export type Told = { minutes: SummedRuns[]; numbers: Uint32Array; starts: number[] };

/** A reading over a whole span: kept where it is, tallied from samples where it is not. */
export function toldOver(series: VantageFacts, span: MinuteSpan, reading: Reading): Told {
  const parts = piecesOf(span, series.tallied).map((piece) => partOf(series, span, piece, reading));
  const [first] = parts;
  return {
    minutes: (first?.columns.minutes ?? []).map((_, place) =>
      joinedRuns(
        parts.map(({ columns, from, to }) => ({ runs: columns.minutes[place] ?? noRuns, from, to })),
      ),
    ),
    numbers: joinedNumbers(parts),
    starts: parts.map(({ start }) => start),
  };
}

/** The places `[from, to)` in the columns of one tally, and the minute of the span that they begin at. */
type Part = { columns: TallyColumns; from: number; to: number; start: number };

function partOf(series: SampleSeries, span: MinuteSpan, piece: Piece, reading: Reading): Part {
  const { from, to, stretch } = piece;
  if (stretch === null) {
    return { columns: reading.tally(series, spanOf(span, piece)), from: 0, to: to - from, start: from };
  }
  const shift = span.first - stretch.day / MINUTE;
  return { columns: stretch.columns(reading.name), from: from + shift, to: to + shift, start: from };
}

/** The first column says how many numbers each minute has, where there are any. */
function joinedNumbers(parts: Part[]): Uint32Array {
  const cut = parts.map(({ columns: { minutes, numbers }, from, to }) => {
    if (numbers.length === 0) return numbers;
    const counts = joinedRuns([{ runs: minutes[0] ?? noRuns, from: 0, to }]);
    return numbers.subarray(sumBefore(counts, from), sumBefore(counts, to));
  });
  const joined = new Uint32Array(cut.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const numbers of cut) {
    joined.set(numbers, next);
    next += numbers.length;
  }
  return joined;
}

const noRuns: Runs = { values: [], ends: [] };
