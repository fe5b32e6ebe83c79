// Two holders take one shard from each other again and again while both write the same slots under their fences
// (attack 40 of the trust notes). PostgreSQL itself says in which order claims and samples were committed.
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '@upheld/collector/store/registry';
import { everything } from '../contracts/store-facts.ts';
import { nothingFound, type Fault, type Findings } from './fault.ts';
import { between } from './lanes.ts';
import { isForNow } from './tidying.ts';
import { missingPostgres, onPostgres, type Database } from './postgres.ts';

const roundMs = 4_000;
const shard = 7;
const rows = 10;

export const oneShard: Fault = {
  name: 'two holders fighting for one shard',
  rounds: 5,
  missing: missingPostgres,
  play: (rounds) =>
    onPostgres((database) => play(rounds * roundMs, database), { track_commit_timestamp: 'on' }),
};

/** Each claim of the shard leaves a row that is committed with it. */
const watchClaims = `
  create table claims (fence bigint);
  create function noted() returns trigger language plpgsql as
    'begin insert into claims values (new.fence); return new; end';
  create trigger noted after update on shards for each row
    when (new.shard = ${shard} and new.fence <> old.fence) execute function noted()`;

/** A sample's latency is the fence under which it came. */
const stale = `
  select count(distinct (samples.target, samples.at)) as stale from samples
  join claims on claims.fence > samples.latency_tenths / 10
    and pg_xact_commit_timestamp(claims.xmin) < pg_xact_commit_timestamp(samples.xmin)`;

/** What both know: where the next batch begins, which slots were said to be stored, and how often they were refused. */
type Fight = { next: number; until: number; stored: number; fenced: number; claims: number[] };

async function play(lengthMs: number, { url, ask }: Database): Promise<Findings> {
  await (await openStore(url)).close();
  await ask(watchClaims);
  const fight: Fight = { ...{ next: 0, stored: 0, fenced: 0 }, until: Date.now() + lengthMs, claims: [0, 0] };
  await Promise.all([0, 1].map((who) => contend(url, who, fight)));
  const store = await openStore(url, { isReader: true });
  const [series] = await store.readSamples(everything);
  await store.close();
  const at = [...(series?.at ?? [])];
  const found = { ...nothingFound(), acknowledged: fight.stored };
  found.lost = Math.max(0, fight.stored - at.length);
  found.double = at.length - new Set(at).size;
  found.astray = Math.max(0, at.length - fight.stored);
  const [answer] = await ask(stale);
  if (Number(answer?.['stale']) > 0) {
    found.broken.push(`${answer?.['stale']} slots stored under a stale fence`);
  }
  const isFought = fight.fenced > 0 && fight.claims.every((count) => count > 2);
  if (!isFought) found.broken.push(`no fight: ${fight.fenced} refused, claims ${fight.claims.join(' and ')}`);
  console.log(
    `one shard: ${fight.claims.join(' and ')} claims, ${fight.fenced} samples refused, ${fight.stored} stored`,
  );
  return found;
}

/** Claims as if the other one had stopped, and writes whether or not it still may. */
async function contend(url: string, who: number, fight: Fight): Promise<void> {
  const store = await openStore(url);
  const begin = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const holder = { id: `holder-${who}`, scopes: ['vantage/main'], leaseMs: 60_000, configuration: {} };
  let fence = 0;
  const claim = async (): Promise<void> => {
    await store.releaseLeases(`holder-${1 - who}`);
    const { held } = await store.keepLeases(holder);
    const lease = held.find((each) => each.shard === shard);
    if (lease === undefined || lease.fence === fence) return;
    fence = lease.fence;
    fight.claims[who] = (fight.claims[who] ?? 0) + 1;
  };
  const put = async (): Promise<void> => {
    const first = fight.next;
    const samples = Array.from({ length: rows }, (_, row) => ({
      ...{ agreement: 'acme', source: 'api', vantage: 'main', at: begin + first + row },
      ...{ outcome: 'ok' as const, reason: null, latencyMs: fence },
      lease: { scope: 'vantage/main', shard, fence },
    }));
    const { stored, fenced } = await store.putSamples(samples);
    fight.stored += stored;
    fight.fenced += fenced.length;
    if (fenced.length === 0) fight.next = Math.max(fight.next, first + rows);
  };
  while (Date.now() < fight.until) {
    try {
      await claim();
      for (let left = between(1, 3); left > 0; left -= 1) await put();
      // A shard of which samples are just being stored is left alone by who claims.
      await wait(between(0, 30));
    } catch (error) {
      if (!isForNow(error)) throw error;
    }
  }
  await store.close();
}
