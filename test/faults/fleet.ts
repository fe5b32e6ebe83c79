// Processes of `upheld collect` on one PostgreSQL: who holds which shards, how they pass on, and the account of all.
import { setTimeout as wait } from 'node:timers/promises';
import { outcomeCode } from '@upheld/shared/facts/sample';
import { account } from './account.ts';
import { begin, everyMs, installed, until, type Counted, type Installed, type Life } from './collector.ts';
import type { Findings } from './fault.ts';
import { onPostgres, type Database } from './postgres.ts';

/** One that died or sleeps is replaced within this time. */
export const takenOverMs = 15_000;

/** `holder`: its name in the database. */
export type Member = { life: Life; holder: string };

export class Fleet {
  readonly broken: string[] = [];
  readonly #database: Database;
  readonly #place: Installed;
  readonly #lives: Life[] = [];
  readonly #told: Counted[] = [];

  constructor(database: Database, place: Installed) {
    this.#database = database;
    this.#place = place;
  }

  expect(isSo: boolean, words: string): void {
    if (!isSo) this.broken.push(words);
  }

  /** Starts one more; resolves when all of them have an equal share. */
  async join(): Promise<Member> {
    // The first one makes the tables.
    const before = this.#lives.length === 0 ? [] : await this.#holders();
    const known = new Set(before.map(({ holder }) => holder));
    const life = await begin(this.#place, {}, 'collect');
    this.#lives.push(life);
    const holder = await until('an equal share', async () => {
      const holders = await this.#holders();
      const isEven = new Set(holders.map(({ shards }) => shards)).size === 1;
      const own = holders.find((each) => !known.has(each.holder));
      return isEven && holders.length === this.#lives.length - this.#told.length
        ? (own?.holder ?? null)
        : null;
    });
    await until('samples of its own', async () => ((await life.counted()).size > 0 ? true : null));
    return { life, holder };
  }

  async #holders(): Promise<{ holder: string; shards: string }[]> {
    const rows = await this.#database.ask(
      'select holder, count(*) as shards from shards where holder is not null group by holder',
    );
    return rows.map(({ holder, shards }) => ({ holder: String(holder), shards: String(shards) }));
  }

  /** What it counted as stored until now is part of the account; it collects nothing after this. */
  async leave({ life }: Member, signal: NodeJS.Signals): Promise<void> {
    this.#told.push(await life.counted());
    await life.kill(signal);
  }

  /** The fences of the shards that a member holds, by shard. */
  async fences({ holder }: Member): Promise<Map<string, number>> {
    return this.#fences('holder = $1', [holder]);
  }

  async #fences(where: string, values: unknown[] = []): Promise<Map<string, number>> {
    const rows = await this.#database.ask(`select scope, shard, fence from shards where ${where}`, values);
    return new Map(rows.map(({ scope, shard, fence }) => [`${scope} ${shard}`, Number(fence)]));
  }

  /** Waits until other members hold these shards, each under a higher fence, and gives when that was seen. */
  async moved({ holder }: Member, held: ReadonlyMap<string, number>): Promise<number> {
    await until('other holders', async () => {
      const others = await this.#fences('holder is not null and holder <> $1', [holder]);
      return [...held].every(([shard, fence]) => (others.get(shard) ?? 0) > fence) ? true : null;
    });
    return Date.now();
  }

  /**
   * How the slots between two instants ended, by source: not measured, for other reasons than that nobody asked, and
   * the first that was measured again.
   */
  async slots(from: number, to: number): Promise<Slots[]> {
    const rows = await this.#database.ask(
      `select source,
         count(*) filter (where outcome = $3) as unmeasured,
         count(*) filter (where outcome = $3 and reason <> 'stopped') as otherwise,
         min(at) filter (where outcome <> $3) as measured
       from samples join targets on targets.id = target where at >= $1 and at < $2 group by source`,
      [from, to, outcomeCode.unmeasured],
    );
    return rows.map((row) => ({
      source: String(row['source']),
      unmeasured: Number(row['unmeasured']),
      otherwise: Number(row['otherwise']),
      measured: row['measured'] === null ? Infinity : Number(row['measured']),
    }));
  }

  /** Every source has been asked in a slot after `since`. */
  async goesOn(since: number): Promise<void> {
    await until('every source asked', async () => {
      const slots = await this.slots(since, 8e15);
      return slots.length === 10 && slots.every(({ measured }) => measured < Infinity) ? true : null;
    });
    await wait(2 * everyMs);
  }

  async account(): Promise<Findings> {
    return { ...(await account(this.#place, this.#told)), broken: this.broken };
  }

  async end(): Promise<void> {
    for (const life of this.#lives) await life.kill();
    await this.#place.remove();
  }
}

/** Sources that nobody asked between two instants say so. Those of a collector that runs may have reasons of their own. */
export async function expectStopped(fleet: Fleet, from: number, to: number): Promise<void> {
  const unasked = (await fleet.slots(from, to - everyMs)).filter(({ measured }) => measured === Infinity);
  fleet.expect(unasked.length > 0, 'every source was asked all the time');
  const isStopped = unasked.every(({ otherwise }) => otherwise === 0);
  fleet.expect(isStopped, 'a slot that nobody asked says something other than stopped');
}

export type Slots = { source: string; unmeasured: number; otherwise: number; measured: number };

/** `work` is done on a fleet without members; all of them have left at its end. */
export const onFleet = (work: (fleet: Fleet) => Promise<void>): Promise<Findings> =>
  onPostgres(async (database) => {
    const fleet = new Fleet(database, await installed({ UPHELD_STORE_URL: database.url }));
    try {
      await work(fleet);
      return await fleet.account();
    } finally {
      await fleet.end();
    }
  });
