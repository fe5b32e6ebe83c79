// How many samples a second become durable: the product beside plain INSERTs, and COPY where there is one, of the
// same rows into the same tables of the same engine, in transactions of the same size, by turns.
import { openStore } from '@upheld/collector/store/registry';
import type { NewSample } from '@upheld/collector/store/store';
import type { Connection, Engine, Place } from './place.ts';
import { numbersIn, rowsOf } from './rows.ts';
import { hourMs, take, targetsOf, tell, type Story } from './story.ts';
import { tableOf, type Cell } from './table.ts';

type Load = { name: string; story: Story; batch: number };

/** `put` resolves when the rows are durable; `stop` closes and tells how many rows there are. */
type Contestant = { name: string; put(samples: NewSample[]): Promise<void>; stop(): Promise<number> };

const rowsPerTurn = 2_000;
const commitsPerTurn = 10;

/** `mostMs` is how long each load is written for, over all contestants. */
export async function showRates(engine: Engine, mostMs: number): Promise<void> {
  const rows: Cell[][] = [];
  for (const load of loads()) rows.push(await race(engine, load, mostMs));
  const heads = ['rows/s, durable', 'rows/commit', 'putSamples', 'INSERT', 'as slow'];
  const copying = engine.name === 'PostgreSQL' ? ['COPY', 'as slow'] : [];
  console.log(
    tableOf(`Samples that become durable, ${engine.name}, one connection`, [...heads, ...copying], rows),
  );
}

/** In an hour that is not over, as a collector's samples are; the next one, since this one may end meanwhile. */
function loads(): Load[] {
  const start = (Math.floor(Date.now() / hourMs) + 1) * hourMs;
  const one = { targets: targetsOf(1), start, everyMs: 1, hasDetail: false, seed: 1 };
  const many = { ...one, targets: targetsOf(2_000), everyMs: 15_000 };
  return [
    ...[1, 50, 500, 1_000].map((batch) => ({ name: 'one target', story: one, batch })),
    { name: 'one target, with details', story: { ...one, hasDetail: true }, batch: 500 },
    { name: '2,000 targets in turn', story: many, batch: 500 },
    { name: '2,000 targets in turn, with details', story: { ...many, hasDetail: true }, batch: 500 },
  ];
}

async function race(engine: Engine, load: Load, mostMs: number): Promise<Cell[]> {
  const samples = tell(load.story);
  // The first of every target is in no figure: the product numbers its targets, the others are told the numbers.
  const first = take(samples, load.story.targets.length);
  const places = [await engine.makePlace(), await engine.makePlace(), await engine.makePlace()] as const;
  try {
    const contestants = await contestantsAt(places, first);
    const spent = contestants.map(() => 0);
    const batches = Math.max(1, Math.min(commitsPerTurn, rowsPerTurn / load.batch));
    let rows = 0;
    while (spent.reduce((sum, ms) => sum + ms) < mostMs) {
      const turn = Array.from({ length: batches }, () => take(samples, load.batch));
      rows += batches * load.batch;
      for (const [place, contestant] of contestants.entries()) {
        const began = performance.now();
        for (const batch of turn) await contestant.put(batch);
        spent[place] = (spent[place] ?? 0) + performance.now() - began;
      }
    }
    for (const { name, stop } of contestants) {
      const kept = await stop();
      if (kept !== rows + first.length) {
        throw new Error(`${name} kept ${kept} of ${rows + first.length} rows`);
      }
    }
    return [load.name, load.batch, ...figures(spent.map((ms) => (rows / ms) * 1000))];
  } finally {
    for (const place of places) await place.remove();
  }
}

/** Each rate, and behind all but the first how much slower the first is. */
function figures([own = NaN, ...others]: number[]): Cell[] {
  return [own, ...others.flatMap((other) => [other, `${(other / own).toFixed(2)}x`])];
}

async function contestantsAt(
  places: readonly [Place, Place, Place],
  first: NewSample[],
): Promise<Contestant[]> {
  const [own, inserting, copying] = places;
  const insert = await plain('INSERT', inserting, first, (connection) => connection.insert);
  const copy = await plain('COPY', copying, first, (connection) => connection.copy);
  return [await product(own, first), insert, copy].filter((contestant) => contestant !== null);
}

async function product(place: Place, first: NewSample[]): Promise<Contestant> {
  const store = await openStore(place.url);
  await store.putSamples(first);
  return {
    name: 'putSamples',
    put: async (samples) => {
      const { stored } = await store.putSamples(samples);
      if (stored !== samples.length) throw new Error(`putSamples stored ${stored} of ${samples.length}`);
    },
    stop: async () => {
      await store.close();
      const connection = await place.connect();
      return closing(connection, await countIn(connection));
    },
  };
}

/** The product makes the tables. */
async function plain(
  name: string,
  place: Place,
  first: NewSample[],
  wayOf: (connection: Connection) => Connection['insert'] | null,
): Promise<Contestant | null> {
  const store = await openStore(place.url);
  await store.putSamples(first);
  await store.close();
  const connection = await place.connect();
  const put = wayOf(connection);
  if (put === null) return closing(connection, null);
  const numbers = await numbersIn(connection);
  return {
    name,
    put: (samples) => put(rowsOf(samples, numbers)),
    stop: async () => closing(connection, await countIn(connection)),
  };
}

async function closing<Result>(connection: Connection, result: Result): Promise<Result> {
  await connection.close();
  return result;
}

async function countIn(connection: Connection): Promise<number> {
  const [[count] = []] = await connection.select('select count(*) from samples');
  return Number(count);
}
