// Who holds which shards. A holder says again and again that it runs; the shards of one that does not are free.
import { sql } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import { shardCount, type Holder, type KeptLeases, type Lease } from '../leases.ts';
import { countDiffering } from './differing.ts';
import type { Db } from './tables.ts';

/** What differs from engine to engine. */
export type LeaseEngine = {
  /** The store's clock. */
  now: (db: Db) => Promise<Instant>;
  /** Whether others may be claiming at the same moment: what they have locked is left to them. */
  skipsLocked: boolean;
};

/** A holder is not written anew for every look at what is free: only when this share of its time is over. */
const overBeforeSaidAgain = 1 / 4;

/**
 * Whoever has not been written for this share of its time is late. It is less than what another, cut off at the same
 * moment but written up to a third earlier, needs to be taken for dead.
 */
const overWhenLate = 3 / 5;

/** A holder that has not run for so long is forgotten. */
const forgottenMs = 86_400_000;

/** Call it inside a transaction. */
export async function keepLeases(db: Db, holder: Holder, engine: LeaseEngine): Promise<KeptLeases> {
  const now = await engine.now(db);
  const { since, expiresAt } = await sayAgain(db, holder, now);
  const isOnTime = now - since >= holder.leaseMs;
  await leaveOtherScopes(db, holder);
  const live = await db
    .selectFrom('holders')
    .select(['scopes', 'configuration'])
    .where('expires_at', '>', now)
    .execute();
  const shares: Record<string, number> = {};
  for (const scope of holder.scopes) {
    const runners = live.filter((each) => scopesOf(each.scopes).includes(scope)).length;
    const share = Math.ceil(shardCount / Math.max(1, runners));
    const missing = share - (await heldBy(db, holder.id, [scope])).length;
    if (missing > 0) await claim(db, { id: holder.id, scope, most: missing, now, isOnTime }, engine);
    shares[scope] = share;
  }
  return {
    ...{ held: await heldBy(db, holder.id, holder.scopes), shares },
    ...{ leftMs: expiresAt - now, storeNow: now },
    differing: countDiffering(holder.configuration, live),
  };
}

/** Call it inside a transaction. */
export async function releaseLeases(db: Db, holder: string, leases?: Lease[]): Promise<void> {
  if (leases === undefined) {
    await db.updateTable('shards').set({ holder: null }).where('holder', '=', holder).execute();
    await db.deleteFrom('holders').where('id', '=', holder).execute();
    return;
  }
  for (const [scope, ofScope] of Map.groupBy(leases, (lease) => lease.scope)) {
    const fences = new Map(ofScope.map(({ shard, fence }) => [shard, fence]));
    const held = await heldBy(db, holder, [scope]);
    const shards = held.filter(({ shard, fence }) => fences.get(shard) === fence).map(({ shard }) => shard);
    if (shards.length === 0) continue;
    await db
      .updateTable('shards')
      .set({ holder: null })
      .where('scope', '=', scope)
      .where('shard', 'in', shards)
      .where('holder', '=', holder)
      .execute();
  }
}

export async function countHolders(db: Db, { now }: Pick<LeaseEngine, 'now'>): Promise<number> {
  const live = await db
    .selectFrom('holders')
    .select('id')
    .where('expires_at', '>', await now(db))
    .execute();
  return live.length;
}

type Said = { since: Instant; expiresAt: Instant };

async function sayAgain(db: Db, holder: Holder, now: Instant): Promise<Said> {
  const { id, leaseMs } = holder;
  const known = await db
    .selectFrom('holders')
    .select(['scopes', 'configuration', 'since', 'expires_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  const expiresAt = now + leaseMs;
  const overMs = known === undefined ? leaseMs : expiresAt - known.expires_at;
  // A clock that was set back tells nothing of who was on time.
  const since = known === undefined || overMs < 0 || overMs >= leaseMs * overWhenLate ? now : known.since;
  const told = {
    scopes: JSON.stringify(holder.scopes),
    configuration: JSON.stringify(holder.configuration),
  };
  const said = { ...told, since, expires_at: expiresAt };
  const isFresh = overMs >= 0 && overMs < leaseMs * overBeforeSaidAgain;
  const isSame = known?.scopes === told.scopes && known.configuration === told.configuration;
  if (known !== undefined && isFresh && isSame) {
    return { since, expiresAt: known.expires_at };
  }
  await db
    .insertInto('holders')
    .values({ id, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  await db
    .deleteFrom('holders')
    .where('expires_at', '<', now - forgottenMs)
    .execute();
  return { since, expiresAt };
}

async function leaveOtherScopes(db: Db, { id, scopes }: Holder): Promise<void> {
  await db
    .updateTable('shards')
    .set({ holder: null })
    .where('holder', '=', id)
    .$if(scopes.length > 0, (query) => query.where('scope', 'not in', scopes))
    .execute();
}

async function heldBy(db: Db, holder: string, scopes: string[]): Promise<Lease[]> {
  if (scopes.length === 0) return [];
  return await db
    .selectFrom('shards')
    .select(['scope', 'shard', 'fence'])
    .where('holder', '=', holder)
    .where('scope', 'in', scopes)
    .orderBy('scope')
    .orderBy('shard')
    .execute();
}

type Claim = { id: string; scope: string; most: number; now: Instant; isOnTime: boolean };

/** Of two that claim at once either takes what the other has not locked; what both take has the higher fence. */
async function claim(db: Db, claimed: Claim, { skipsLocked }: LeaseEngine): Promise<void> {
  const { id, scope, most, now, isOnTime } = claimed;
  await addShards(db, scope);
  const live = db.selectFrom('holders').select('id').where('expires_at', '>', now);
  const free = await db
    .selectFrom('shards')
    .select('shard')
    .where('scope', '=', scope)
    .where(({ or, eb }) =>
      or([eb('holder', 'is', null), ...(isOnTime ? [eb('holder', 'not in', live)] : [])]),
    )
    .orderBy('shard')
    .limit(most)
    .$if(skipsLocked, (query) => query.forUpdate().skipLocked())
    .execute();
  if (free.length === 0) return;
  await db
    .updateTable('shards')
    .set({ holder: id, fence: sql<number>`fence + 1` })
    .where('scope', '=', scope)
    .where(
      'shard',
      'in',
      free.map(({ shard }) => shard),
    )
    .execute();
}

/** The shards of a scope that nobody named before. */
async function addShards(db: Db, scope: string): Promise<void> {
  const known = await db.selectFrom('shards').select('shard').where('scope', '=', scope).limit(1).execute();
  if (known.length > 0) return;
  // "where true": without it, SQLite takes "on" for the condition of a join.
  await sql`insert into shards (scope, shard, holder, fence)
    with recursive numbers (shard) as (
      select 0 union all select shard + 1 from numbers where shard + 1 < ${sql.lit(shardCount)}
    )
    select ${scope}, shard, null, 0 from numbers where true
    on conflict (scope, shard) do nothing`.execute(db);
}

/** Written by `sayAgain`; what is no list of names names none. */
function scopesOf(text: string): unknown[] {
  const scopes: unknown = JSON.parse(text);
  return Array.isArray(scopes) ? scopes : [];
}
