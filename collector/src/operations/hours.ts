// Everything that a store holds of each hour of each target: every version of its block, and its head rows.
import type { Instant } from '@upheld/shared/time/instant';
import type { CopyStore, TableRow } from '../store/copying.ts';
import { pagesOf } from './pages.ts';
import { hexIn, numberIn, readerOf, textIn } from './rows.ts';

export type TargetNames = { agreement: string; source: string; vantage: string };

/**
 * `sealedUntil`: every hour that ended up to here is sealed, but for those to which samples came since.
 * `sealedBlocks`: how many blocks were sealed; `sealedChain`: the chain of the last, null without any.
 */
export type StoredTarget = TargetNames & {
  id: number;
  sealedUntil: Instant;
  sealedBlocks: number;
  sealedChain: string | null;
};

/** Rows as they are stored; `isLate`: samples came to it that are yet to be sealed. */
export type StoredHour = {
  target: number;
  hour: Instant;
  blocks: TableRow[];
  heads: TableRow[];
  isLate: boolean;
};

type Rows = Pick<CopyStore, 'readRows'>;

const hourMs = 3_600_000;

/** By their ids. */
export async function storedTargets(store: Rows): Promise<Map<number, StoredTarget>> {
  const agreements = new Map<number, string>();
  for await (const page of pagesOf(store, 'agreements')) {
    for (const row of page) agreements.set(numberIn(row, 'id'), textIn(row, 'name'));
  }
  const targets = new Map<number, StoredTarget>();
  for await (const page of pagesOf(store, 'targets')) {
    for (const row of page) {
      const agreement = agreements.get(numberIn(row, 'agreement')) ?? 'an unknown agreement';
      const names = { agreement, source: textIn(row, 'source'), vantage: textIn(row, 'vantage') };
      const id = numberIn(row, 'id');
      targets.set(id, {
        ...{ id, ...names, sealedUntil: numberIn(row, 'sealed_until') },
        ...{ sealedBlocks: numberIn(row, 'sealed_blocks'), sealedChain: hexIn(row, 'sealed_chain') },
      });
    }
  }
  return targets;
}

/** By target and hour, each once. */
export async function* storedHours(store: Rows): AsyncGenerator<StoredHour> {
  const [blocks, heads, late] = ['blocks', 'samples', 'late_hours'].map((table) => readerOf(store, table));
  if (blocks === undefined || heads === undefined || late === undefined) return;
  for (;;) {
    const places = [placeIn(await blocks.peek(), 'hour'), placeIn(await heads.peek(), 'at')];
    const place = places.filter((each) => each !== null).toSorted(byPlace)[0];
    if (place === undefined) return;
    const [target, hour] = place;
    const isHere = (name: string) => (row: TableRow) => isAt(row, name, place);
    await late.takeWhile((row) => byPlace(placeIn(row, 'hour') ?? place, place) < 0);
    yield {
      ...{ target, hour },
      blocks: await blocks.takeWhile(isHere('hour')),
      heads: await heads.takeWhile(isHere('at')),
      isLate: (await late.takeWhile(isHere('hour'))).length > 0,
    };
  }
}

type Place = [target: number, hour: Instant];

const startOfHour = (at: Instant): Instant => Math.floor(at / hourMs) * hourMs;

const placeIn = (row: TableRow | null, name: string): Place | null =>
  row === null ? null : [numberIn(row, 'target'), startOfHour(numberIn(row, name))];

const byPlace = ([target, hour]: Place, [other, otherHour]: Place): number =>
  target - other || hour - otherHour;

const isAt = (row: TableRow, name: string, [target, hour]: Place): boolean =>
  numberIn(row, 'target') === target && startOfHour(numberIn(row, name)) === hour;
