// Who holds which shards. A holder says again and again that it runs; the shards of one that does not are free.
import { sql } from 'kysely';
import type { Instant } from '@upheld/shared/time/instant';
import { shardCount, type Holder, type KeptLeases, type Lease } from '../leases.ts';
import type { Db } from './tables.ts';

/** What differs from engine to engine. */
export type LeaseEngine = {
  /** The store's clock. */
  now: (db: Db) => Promise<Instant>;
  /** Whether others may be claiming at the same moment: what they have locked is left to them. */
  skipsLocked: boolean;
};

/** A holder is not written anew for every look at what is free: only when this share of its time is over. */
const overBeforeSaidAgain = 1 / 3;

/** A holder that has not run for so long is forgotten. */
const forgottenMs = 86_400_000;

/** Call it inside a transaction. */
export async function keepLeases(db: Db, holder: Holder, engine: LeaseEngine): Promise<KeptLeases> {
  const now = await engine.now(db);
  const expiresAt = await sayAgain(db, holder, now);
  await leaveOtherScopes(db, holder);
  const live = await db.selectFrom('holders').select('scopes').where('expires_at', '>', now).execute();
  const shares: Record<string, number> = {};
  for (const scope of holder.scopes) {
    const runners = live.filter((each) => scopesOf(each.scopes).includes(scope)).length;
    const share = Math.ceil(shardCount / Math.max(1, runners));
    const missing = share - (await heldBy(db, holder.id, [scope])).length;
    if (missing > 0) await claim(db, { id: holder.id, scope, most: missing, now }, engine);
    shares[scope] = share;
  }
  return { held: await heldBy(db, holder.id, holder.scopes), shares, leftMs: expiresAt - now };
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

/** Gives when its time is over. */
async function sayAgain(db: Db, { id, scopes, leaseMs }: Holder, now: Instant): Promise<Instant> {
  const said = { scopes: JSON.stringify(scopes), expires_at: now + leaseMs };
  const known = await db
    .selectFrom('holders')
    .select(['scopes', 'expires_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  const overMs = known === undefined ? leaseMs : said.expires_at - known.expires_at;
  const isFresh = overMs >= 0 && overMs < leaseMs * overBeforeSaidAgain;
  if (known !== undefined && isFresh && known.scopes === said.scopes) return known.expires_at;
  await db
    .insertInto('holders')
    .values({ id, ...said })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
    .execute();
  await db
    .deleteFrom('holders')
    .where('expires_at', '<', now - forgottenMs)
    .execute();
  return said.expires_at;
}

async function leaveOtherScopes(db: Db, { id, scopes }: Holder): Promise<void> {
  await db
    .updateTable('shards')
    .set({ holder: null })
    .where('holder', '=', id)
    .where('scope', 'not in', scopes)
    .execute();
}

async function heldBy(db: Db, holder: string, scopes: string[]): Promise<Lease[]> {
  return await db
    .selectFrom('shards')
    .select(['scope', 'shard', 'fence'])
    .where('holder', '=', holder)
    .where('scope', 'in', scopes)
    .orderBy('scope')
    .orderBy('shard')
    .execute();
}

type Claim = { id: string; scope: string; most: number; now: Instant };

/** Of two that claim at once either takes what the other has not locked; what both take has the higher fence. */
async function claim(db: Db, { id, scope, most, now }: Claim, { skipsLocked }: LeaseEngine): Promise<void> {
  await addShards(db, scope);
  const free = await db
    .selectFrom('shards')
    .select('shard')
    .where('scope', '=', scope)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb('holder', 'is', null),
        eb('holder', 'not in', selectFrom('holders').select('id').where('expires_at', '>', now)),
      ]),
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
