// Which stretches of a source's time its tallies tell, what is left to read as samples, and which days could be
// tallied from them.
import { HOUR } from '@upheld/shared/measurement/due-hours';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import { clipped, merged, without } from '@upheld/shared/time/intervals';
import type { KeptTally, TalliedVantage } from '../../store/tallies.ts';

export const DAY = 24 * HOUR;

/** `until`: all minutes of the day before it. */
export type TalliedDay = { day: Instant; until: Instant };

export type Cover = {
  /** Told by tallies, of every vantage and for every reading; whole hours. */
  stretches: (Interval & { day: Instant })[];
  /** To be told by samples. */
  gaps: Interval[];
  /** Sealed days, or hours of a day, that tallies do not tell yet. */
  untold: TalliedDay[];
};

export type CoverRequest = {
  need: Interval;
  readings: string[];
  vantages: TalliedVantage[];
  tallies: KeptTally[];
  asOf: Instant;
};

/**
 * Lays tallies over a need. The hour that `asOf` cuts is read as samples, because a minute counts in parts then, and
 * so are hours that the need's edges cut.
 */
export function coverOf({ need, readings, vantages, tallies, asOf }: CoverRequest): Cover {
  const told = toldDays(tallies, vantages.length * readings.length);
  const whole = { start: Math.ceil(need.start / HOUR) * HOUR, end: Math.floor(need.end / HOUR) * HOUR };
  const cutHour = Math.floor(asOf / HOUR) * HOUR;
  const holes = asOf === cutHour ? [] : [{ start: cutHour, end: cutHour + HOUR }];
  const stretches = [...told].flatMap(([day, until]) =>
    without(clipped([{ start: day, end: until }], whole), holes).map((stretch) => ({ ...stretch, day })),
  );
  const sealedUntil = Math.min(...vantages.map((vantage) => vantage.sealedUntil));
  const untold = daysIn(need)
    .map((day) => ({ day, until: Math.min(day + DAY, sealedUntil) }))
    .filter(({ day, until }) => (told.get(day) ?? day) < until);
  return { stretches, gaps: without([need], stretches), untold: vantages.length === 0 ? [] : untold };
}

/** What is read to fill the gaps and to tally what is untold; before each, the samples that still speak into it. */
export function stretchesToRead({ gaps, untold }: Cover, need: Interval, holdMs: number): Interval[] {
  const before = ({ start, end }: Interval) => ({ start: start - holdMs, end });
  return merged([
    ...clipped(gaps.map(before), need),
    ...untold.map(({ day, until }) => before({ start: day, end: until })),
  ]);
}

/** The days of which all tallies are there, in order, with the instant up to which all of them tell. */
function toldDays(tallies: KeptTally[], expected: number): Map<Instant, Instant> {
  const byDay = Map.groupBy(tallies, ({ day }) => day);
  const days = [...byDay].filter(([, own]) => own.length === expected).toSorted(([a], [b]) => a - b);
  return new Map(days.map(([day, own]) => [day, Math.min(...own.map(({ until }) => until))]));
}

function daysIn({ start, end }: Interval): Instant[] {
  const days: Instant[] = [];
  for (let day = Math.floor(start / DAY) * DAY; day < end; day += DAY) days.push(day);
  return days;
}
