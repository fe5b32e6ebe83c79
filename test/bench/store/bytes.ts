// What a sample takes on the disk: as a head row, in a block, as its share of a tally.
import { withConnection, withStore, type Engine, type EngineName, type Place } from './place.ts';
import { sealAll } from './sealing.ts';
import { sizesIn, type Sizes } from './sizes.ts';
import { quarter } from './quarter.ts';
import { hourMs, take, targetsOf, tell } from './story.ts';
import { tableOf, type Cell } from './table.ts';

const secondsAYear = 365 * 86_400;
const mebibyte = 2 ** 20;
const perCommit = 1_000;

/** What the tables of a place take; `data` and `hashes` are those of blocks, without what is kept beside them. */
export type Taken = { sizes: Sizes; samples: number; data: number; hashes: number };

/** With the store of the place closed; `samples` are those that the place was given. */
export const takenAt = (engine: EngineName, place: Place, samples: number): Promise<Taken> =>
  withConnection(place, async (connection) => {
    const sizes = await sizesIn(engine, connection);
    const [[data, hashes, sealed] = []] = await connection.select(
      'select cast(sum(length(data)) as float), cast(sum(length(hash) + coalesce(length(previous), 0)) as float), cast(sum(samples) as float) from blocks',
    );
    if (sealed !== null && sealed !== samples) throw new Error(`${sealed} of ${samples} samples are sealed`);
    return { sizes, samples, data: Number(data), hashes: Number(hashes) };
  });

/** Of the quarter: before it was sealed, when only blocks were left, and with tallies. */
export type Stages = Record<'heads' | 'blocks' | 'tallies', Taken>;

export async function showBytes(engine: Engine, stages: Stages, days: number): Promise<void> {
  const often = await oftenAsked(engine, days);
  const rows: Cell[][] = [
    line('head rows', 60, stages.heads, ['samples']),
    line('head rows with details', 15, often.heads, ['samples', 'head_details', 'details']),
    blockLine(60, stages.blocks),
    blockLine(15, often.blocks),
    line('tallies of three promises', 60, stages.tallies, ['tallies']),
    line('details of what was not ok, which stay', 15, often.blocks, ['details']),
  ];
  console.log(
    tableOf(
      `Bytes a sample, ${engine.name}: response times lognormal (sigma 0.6), 1 % bad, 0.2 % not measured`,
      ['', 'every', 'data', 'with hashes', 'on disk', 'a year of one target'],
      rows,
    ),
  );
}

function line(what: string, everySeconds: number, { sizes, samples }: Taken, tables: string[]): Cell[] {
  const bytes = tables.reduce((sum, table) => sum + (sizes.get(table) ?? NaN), 0) / samples;
  return [what, `${everySeconds} s`, '', '', bytes, yearOf(bytes, everySeconds)];
}

function blockLine(everySeconds: number, taken: Taken): Cell[] {
  const { data, hashes, samples } = taken;
  const [what, every, , , ...disk] = line('blocks', everySeconds, taken, ['blocks']);
  return [what ?? '', every ?? '', data / samples, (data + hashes) / samples, ...disk];
}

const yearOf = (bytes: number, everySeconds: number): string =>
  `${((bytes * secondsAYear) / everySeconds / mebibyte).toFixed(1)} MiB`;

/** Two targets that are asked every 15 s, all samples with details: before their hours are sealed, and after. */
async function oftenAsked(engine: Engine, days: number): Promise<Record<'heads' | 'blocks', Taken>> {
  const place = await engine.makePlace();
  try {
    const targets = targetsOf(2);
    const samples = tell({ targets, start: quarter.start, everyMs: 15_000, hasDetail: true, seed: 4 });
    const count = (targets.length * days * 24 * hourMs) / 15_000;
    await withStore(place, async (store) => {
      for (let left = count; left > 0; left -= perCommit) {
        await store.putSamples(take(samples, Math.min(left, perCommit)));
      }
    });
    const heads = await takenAt(engine.name, place, count);
    await withStore(place, sealAll);
    const blocks = await takenAt(engine.name, place, count);
    return { heads, blocks };
  } finally {
    await place.remove();
  }
}
