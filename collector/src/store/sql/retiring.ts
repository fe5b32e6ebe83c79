// Lets go of head rows of sealed hours. Afterwards the blocks are all that is left of them, so each hour's newest
// block is read first, and every row is looked for in it.
import type { Instant } from '@upheld/shared/time/instant';
import { openBlock, type StoredBlock } from '../blocks/block.ts';
import { hourMs, hourOf, rowOf, type SlotRow } from '../blocks/hour.ts';
import type { BlockStore, DamagedHour, Retired } from '../blocks.ts';
import { StoreError } from '../store-error.ts';
import { orDamage } from './damage.ts';
import { firstHead, headRows } from './head-rows.ts';
import { lockedTargets, type LockedTarget, type RowLocks } from './locked-targets.ts';
import { isSame } from './outcomes.ts';
import { newestBlocks, type BlockTarget } from './sealed-hours.ts';
import type { Db } from './tables.ts';

/** Call it inside a transaction. What others have locked is left to them. */
export async function retireHeads(
  db: Db,
  { before, most }: Parameters<BlockStore['retireHeads']>[0],
  locks: RowLocks,
): Promise<Retired> {
  const work: Work = { db, end: hourOf(before), most, hours: 0, rows: 0, damaged: [] };
  let after: number | undefined = 0;
  while (after !== undefined && work.hours < most) {
    const targets: LockedTarget[] = await targetsToRetire(work, locks, after);
    for (const target of targets) await retireTarget(work, target);
    after = targets.at(-1)?.id;
  }
  return { rows: work.rows, isDone: work.hours < most, damaged: work.damaged };
}

/** `hours` counts those of which rows went: any number of others leaves room for them. */
type Work = { db: Db; end: Instant; most: number; hours: number; rows: number; damaged: DamagedHour[] };

const targetsToRetire = ({ db, end, most }: Work, locks: RowLocks, after: number): Promise<LockedTarget[]> =>
  lockedTargets(db, locks, (query) =>
    query
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('samples')
            .select('samples.at')
            .whereRef('samples.target', '=', 'targets.id')
            .whereRef('samples.at', '<', 'targets.sealed_until')
            .where('samples.at', '<', end),
        ),
      )
      .where('targets.id', '>', after)
      .orderBy('targets.id')
      .limit(most),
  );

/** Hours that samples came to since stay until they are sealed anew. */
async function retireTarget(work: Work, target: LockedTarget): Promise<void> {
  const late = await lateHours(work.db, target.id);
  const end = Math.min(work.end, target.sealed_until);
  let start = Number.MIN_SAFE_INTEGER;
  while (work.hours < work.most) {
    const first = await firstHead(work.db, target.id, [{ start, end }]);
    if (first === null) return;
    const hour = hourOf(first);
    if (!late.has(hour)) await retireHour(work, target, hour);
    start = hour + hourMs;
  }
}

async function lateHours(db: Db, target: number): Promise<Set<Instant>> {
  const rows = await db.selectFrom('late_hours').select('hour').where('target', '=', target).execute();
  return new Set(rows.map(({ hour }) => hour));
}

async function retireHour(work: Work, target: LockedTarget, hour: Instant): Promise<void> {
  const { db } = work;
  const proven = await orDamage(() => proveSealed(db, target, hour));
  if ('damage' in proven) {
    const { agreement, source, vantage } = target;
    work.damaged.push({ agreement, source, vantage, hour, words: proven.damage });
    return;
  }
  for (const table of ['samples', 'head_details'] as const) {
    await db
      .deleteFrom(table)
      .where('target', '=', target.id)
      .where('at', '>=', hour)
      .where('at', '<', hour + hourMs)
      .execute();
  }
  work.hours += 1;
  work.rows += proven.result;
}

/** How many head rows the hour has. Throws unless its newest block can be read and says of each slot what its row says. */
export async function proveSealed(db: Db, target: BlockTarget, hour: Instant): Promise<number> {
  const heads = await headRows(db, target.id, { start: hour, end: hour + hourMs });
  checkSealed(target, hour, heads, (await newestBlocks(db, target, [hour])).get(hour));
  return heads.length;
}

function checkSealed(
  { agreement, source, vantage }: BlockTarget,
  hour: Instant,
  heads: readonly SlotRow[],
  newest?: StoredBlock,
): void {
  const block = newest === undefined ? null : openBlock(newest);
  for (const head of heads) {
    const sealed = block === null ? null : rowOf(block, head.at);
    if (sealed !== null && isSame(sealed, head)) continue;
    const which = `${agreement}/${source} from ${vantage} at ${new Date(head.at).toISOString()}`;
    throw new StoreError(
      'corrupt',
      `the sample of ${which} is not in the newest block of its hour (${new Date(hour).toISOString()}), so it was not let go; this is a defect of Upheld, please report it`,
    );
  }
}
