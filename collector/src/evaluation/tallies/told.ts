// Loaded samples as judging asks for them, each vantage with what tallies tell in place of its samples; and the
// tallies that can be made of them.
import { cutSeries } from '@upheld/shared/measurement/cut-series';
import { minutesOf } from '@upheld/shared/measurement/minute-span';
import { countRows } from '@upheld/shared/measurement/row-reading';
import type { TallyColumns, VantageFacts } from '@upheld/shared/measurement/tallied';
import type { SourceReadings } from '@upheld/shared/evaluation/readings-needed';
import type { SampleSeries } from '@upheld/shared/facts/sample';
import type { KeptTally, TallyStore } from '../../store/tallies.ts';
import { bytesOf, columnsFrom } from './bytes.ts';
import { keptReading, type LoadedSamples } from './load.ts';

/** As a store takes them. */
export type MadeTally = Parameters<TallyStore['putTallies']>[1][number];

/** The vantages that have a sample in the need, as `readSamples` would name them. */
export function toldVantages(loaded: LoadedSamples): VantageFacts[] {
  const { need, stretches } = loaded;
  const read = new Map(loaded.series.map((series) => [series.vantage, cutSeries(series, need)]));
  if (stretches.length === 0) return [...read.values()].filter(({ at }) => at.length > 0);
  const names = new Set([...loaded.vantages.map(({ vantage }) => vantage), ...read.keys()]);
  return [...names]
    .map((vantage) => withTallies(read.get(vantage) ?? emptySeries(loaded.source, vantage), loaded))
    .filter((facts) => facts.at.length > 0 || countRows(facts, need).some((count) => count > 0));
}

/** One for each vantage, day and reading that is not told yet. */
export function madeTallies(
  { source, series, vantages, untold }: LoadedSamples,
  { readings, holdMs }: SourceReadings,
): MadeTally[] {
  const read = new Map(series.map((own) => [own.vantage, own]));
  return vantages.flatMap(({ vantage, changes }) =>
    untold.flatMap(({ day, until }) => {
      const whole = read.get(vantage) ?? emptySeries(source, vantage);
      const own = cutSeries(whole, { start: day - holdMs, end: until });
      const span = minutesOf({ start: day, end: until });
      return readings.map(({ name, tally }) => {
        return { vantage, changes, reading: keptReading(name), day, until, data: bytesOf(tally(own, span)) };
      });
    }),
  );
}

function withTallies(series: SampleSeries, { stretches, tallies }: LoadedSamples): VantageFacts {
  const own = tallies.filter(({ vantage }) => vantage === series.vantage);
  const byDay = Map.groupBy(own, ({ day }) => day);
  return {
    ...series,
    tallied: stretches.map((stretch) => ({ ...stretch, columns: columnsIn(byDay.get(stretch.day) ?? []) })),
  };
}

/** Each reading is opened when it is first asked for. */
function columnsIn(tallies: KeptTally[]): (reading: string) => TallyColumns {
  const opened = new Map<string, TallyColumns>();
  return (name) => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const kept = tallies.find(({ reading }) => reading === keptReading(name));
    if (kept === undefined) throw new TypeError(`no tally of the reading "${name}" was loaded`);
    const columns = columnsFrom(kept.data);
    opened.set(name, columns);
    return columns;
  };
}

function emptySeries(source: string, vantage: string): SampleSeries {
  const nothing = { at: new Float64Array(), outcome: new Uint8Array(), latencyMs: new Float64Array() };
  return { source, vantage, ...nothing };
}
