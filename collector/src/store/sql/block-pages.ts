// All blocks, page by page.
import type { BlockPlace, BlockRecord, BlockStore } from '../blocks.ts';
import { hexOf } from './hex.ts';
import type { BlockRow, Db } from './tables.ts';

/** By agreement, source, vantage, hour and version. */
export async function readBlocks(
  db: Db,
  { after, most }: Parameters<BlockStore['readBlocks']>[0],
): Promise<BlockRecord[]> {
  const blocks: BlockRecord[] = [];
  for (const { id, ...target } of await targetsFrom(db, after)) {
    const isFirst = after !== null && isOf(after, target);
    const rows = await rowsAfter(db, id, isFirst ? after : null, most - blocks.length);
    blocks.push(...rows.map((row) => recordOf(target, row)));
    if (blocks.length >= most) break;
  }
  return blocks;
}

type Target = Pick<BlockPlace, 'agreement' | 'source' | 'vantage'>;

/** That of the place included: it may have more blocks. */
const targetsFrom = (db: Db, after: BlockPlace | null) =>
  db
    .selectFrom('targets')
    .innerJoin('agreements', 'agreements.id', 'targets.agreement')
    .select(['targets.id', 'agreements.name as agreement', 'source', 'vantage'])
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('agreements.name', 'source', 'vantage'),
          '>=',
          tuple(after?.agreement ?? '', after?.source ?? '', after?.vantage ?? ''),
        ),
      ),
    )
    .orderBy('agreements.name')
    .orderBy('source')
    .orderBy('vantage')
    .execute();

const isOf = (place: BlockPlace, target: Target): boolean =>
  place.agreement === target.agreement && place.source === target.source && place.vantage === target.vantage;

const rowsAfter = (db: Db, target: number, after: BlockPlace | null, most: number): Promise<BlockRow[]> =>
  db
    .selectFrom('blocks')
    .selectAll()
    .where('target', '=', target)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('hour', 'version'), '>', tuple(after?.hour ?? 0, after?.version ?? 0)),
      ),
    )
    .orderBy('hour')
    .orderBy('version')
    .limit(most)
    .execute();

const recordOf = ({ agreement, source, vantage }: Target, row: BlockRow): BlockRecord => ({
  ...{ agreement, source, vantage, hour: row.hour, version: row.version },
  ...{ samples: row.samples, notOk: row.not_ok, sealedAt: row.sealed_at },
  hash: hexOf(row.hash),
  previous: row.previous === null ? null : hexOf(row.previous),
  // A copy: clients give parts of a buffer that others share.
  data: Uint8Array.from(row.data),
  ...{ sequence: row.sequence, chain: hexOf(row.chain) },
});
