// What a vantage said, minute by minute, in place of its samples: calendars, exclusions and periods are laid over
// minutes alone, so that a day that was read once need not be read again (architecture.md, "Facts, blocks, tallies,
// statements").
import type { SampleSeries } from '../facts/sample.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { MinuteSpan } from './minute-span.ts';

/** One way of reading samples. Its name tells everything that it depends on, so that equal names read alike. */
export type Reading = {
  name: string;
  /** Of every minute of the span. Of the samples before it, those are needed that still speak when it begins. */
  tally(series: SampleSeries, span: MinuteSpan): TallyColumns;
};

/** Whole numbers below 2^32: columns with one for each minute, but for the last ones of some readings. */
export type TallyColumns = Uint32Array[];

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
export function spanOf({ first }: MinuteSpan, { from, to }: Piece): MinuteSpan {
  return { first: first + from, count: to - from };
}

/** The columns of a reading over a whole span: kept where they are, tallied from samples where they are not. */
export function columnsOver(series: VantageFacts, span: MinuteSpan, reading: Reading): TallyColumns {
  const pieces = piecesOf(span, series.tallied).map((piece) => ({
    piece,
    columns: columnsOfPiece(series, span, piece, reading),
  }));
  const [only] = pieces;
  if (only === undefined) return reading.tally(series, span);
  if (pieces.length === 1) return only.columns;
  return only.columns.map((_, place) => {
    const column = new Uint32Array(span.count);
    for (const { piece, columns } of pieces) column.set(columns[place] ?? [], piece.from);
    return column;
  });
}

/** Only for readings whose columns all have one number a minute. */
function columnsOfPiece(
  series: SampleSeries,
  span: MinuteSpan,
  piece: Piece,
  reading: Reading,
): TallyColumns {
  const { from, to, stretch } = piece;
  if (stretch === null) return reading.tally(series, spanOf(span, piece));
  const shift = span.first - stretch.day / MINUTE;
  return stretch.columns(reading.name).map((column) => column.subarray(from + shift, to + shift));
}
