// A store in memory with just what judging reads: samples, and tallies of the days that are sealed.
import type { FactStore } from '@upheld/collector/evaluation/facts';
import type { KeptTally, TallyStore } from '@upheld/collector/store/tallies';
import { cutSeries } from '@upheld/shared/measurement/cut-series';
import type { SampleSeries } from '@upheld/shared/facts/sample';

export type MemoryStore = FactStore &
  Pick<TallyStore, 'putTallies'> & {
    tallies: (KeptTally & { source: string })[];
    /** How many samples were read since it was last set to 0. */
    samplesRead: number;
  };

/** Every hour before `sealedUntil` is sealed. */
export function memoryStore(series: SampleSeries[], sealedUntil: number): MemoryStore {
  const ofSource = (source: string) => series.filter((one) => one.source === source);
  const store: MemoryStore = {
    tallies: [],
    samplesRead: 0,
    async readSamples({ source, ...window }) {
      const read = ofSource(source).map((one) => cutSeries(one, window));
      for (const { at } of read) store.samplesRead += at.length;
      return structuredClone(read.filter(({ at }) => at.length > 0));
    },
    async readTallies({ source, readings, start, end }) {
      const isAsked = (tally: KeptTally & { source: string }) =>
        tally.source === source &&
        readings.includes(tally.reading) &&
        tally.day > start - 86_400_000 &&
        tally.day < end;
      const vantages = ofSource(source).map(({ vantage }) => ({ vantage, sealedUntil, changes: 0 }));
      return { vantages, tallies: structuredClone(store.tallies.filter(isAsked)) };
    },
    async putTallies({ source }, tallies) {
      for (const tally of tallies) {
        store.tallies = store.tallies.filter(
          ({ vantage, reading, day, source: own }) =>
            own !== source || vantage !== tally.vantage || reading !== tally.reading || day !== tally.day,
        );
        store.tallies.push({ ...tally, source });
      }
      return { kept: tallies.length };
    },
    readSlices: async () => [],
    readLoadTests: async () => [],
    readOpinions: async () => [],
    readTicketColumns: async () => {
      throw new Error('no ticket is asked for');
    },
    readDesk: async () => {
      throw new Error('no ticket is asked for');
    },
  };
  return store;
}
