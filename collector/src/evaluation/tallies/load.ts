// The samples of a source that judging needs: as tallies where there are any, as samples where there are none.
import type { SampleSeries } from '@upheld/shared/facts/sample';
import { joinedSeries } from '@upheld/shared/facts/joined-series';
import type { SourceReadings } from '@upheld/shared/evaluation/readings-needed';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SourceKey, Store } from '../../store/store.ts';
import type { KeptTally, TalliedVantage } from '../../store/tallies.ts';
import { coverOf, DAY, stretchesToRead, type Cover } from './cover.ts';
import type { Making } from './making.ts';

/** Plain records, which another thread may be given. */
export type LoadedSamples = Pick<Cover, 'stretches' | 'untold'> & {
  source: string;
  need: Interval;
  /** All samples of the gaps, of what is untold and of what speaks into either. */
  series: SampleSeries[];
  vantages: TalliedVantage[];
  tallies: KeptTally[];
};

/** Days are tallied as far as `making` lets them be claimed. */
export type SamplesRequest = SourceKey & {
  need: Interval;
  readings: SourceReadings;
  asOf: Instant;
  making: Making;
};

/** Read names, so that what an older release tallied otherwise is not taken for what this one would. */
export function keptReading(name: string): string {
  return `2 ${name}`;
}

/** Reads tallies first: samples that come while the rest is read then keep what is made of them from being kept. */
export async function loadSamples(
  store: Pick<Store, 'readSamples' | 'readTallies'>,
  { agreement, source, need, readings: asked, asOf, making }: SamplesRequest,
): Promise<LoadedSamples> {
  const readings = asked.readings.map(({ name }) => keptReading(name));
  // A sample that speaks for longer bears on more days than are dropped with its own.
  const isTallied = asked.holdMs <= DAY;
  const { vantages, tallies } = isTallied
    ? await store.readTallies({ agreement, source, readings, ...need })
    : { vantages: [], tallies: [] };
  const all = coverOf({ need, readings, vantages, tallies, asOf });
  const cover = { ...all, untold: making.claim({ agreement, source }, all.untold) };
  const parts: SampleSeries[] = [];
  for (const stretch of stretchesToRead(cover, need, asked.holdMs)) {
    parts.push(...(await store.readSamples({ agreement, source, ...stretch })));
  }
  const { stretches, untold } = cover;
  const order = vantages.map(({ vantage }) => vantage);
  return { source, need, stretches, untold, vantages, tallies, series: joinedSeries(parts, order) };
}
