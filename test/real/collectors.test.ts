// Two collectors share one PostgreSQL: one is killed, stopped for a while, or ended in order.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { Installation } from '../collector/bin/launched.ts';
import { quietWorld, startSimulator, type Simulator } from '../simulator/simulator.ts';
import {
  everyMs,
  holesIn,
  installFleet,
  longestGapMs,
  readAccounts,
  startMember,
  type Member,
} from './fleet.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';
import { eventually } from './program.ts';
import { isMissing } from './servers.ts';

/** Nothing is asked of a collector's targets for longer than this when it dies. */
const takenOverMs = 15_000;
const all = 16;
const fakeTime = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

describe.skipIf(isMissing('postgresql'))('two collectors on one PostgreSQL', () => {
  let server: PostgresServer;
  let simulator: Simulator;
  let installation: Installation;
  let database: Awaited<ReturnType<PostgresServer['makeDatabase']>>;
  let members: Member[];
  beforeAll(async () => {
    server = await startPostgres();
    simulator = await startSimulator(quietWorld);
    installation = await installFleet(simulator.url);
  });
  afterAll(async () => {
    await simulator.close();
    await installation.remove();
    await server.stop();
  });
  beforeEach(async () => {
    database = await server.makeDatabase();
    members = [];
  });
  afterEach(async () => {
    for (const member of members) await member.end('SIGKILL');
    await database.remove();
  });

  const start = async (more: Record<string, string> = {}) => {
    const env = { ...installation.env, ...more, UPHELD_STORE_URL: database.url };
    const member = await startMember('collect', env);
    members.push(member);
    return member;
  };
  const share = async () => {
    const pair = [await start(), await start()] as const;
    await eventually('both have their share', 30_000, async () => {
      const held = await Promise.all(pair.map((each) => each.figure('upheld_leases_held')));
      return held.every((count) => count === 4096) ? true : null;
    });
    await eventually('both ask', 30_000, async () => {
      const asked = await Promise.all(pair.map((each) => each.figure('upheld_probes_total')));
      return asked.every((count) => count > 20) ? true : null;
    });
    return pair;
  };
  const asksAll = (member: Member) =>
    eventually('the other has taken over', takenOverMs + 5_000, async () =>
      (await member.figure('upheld_probe_interval_seconds')) === (all * everyMs) / 1000 ? true : null,
    );
  const accounts = async () => {
    const told = await readAccounts(database.url);
    expect(told).toHaveLength(all);
    for (const account of told) {
      expect([account.name, holesIn(account)]).toEqual([account.name, []]);
      expect(account.at.length).toBeGreaterThan(4);
    }
    return told;
  };
  const reasonsOf = (told: Awaited<ReturnType<typeof accounts>>) => [
    ...new Set(told.flatMap(({ why }) => [...why.values()])),
  ];

  it('cover for one that is killed within 15 s, and nobody is blamed for the time between', async () => {
    const [first, second] = await share();
    await first.end('SIGKILL');
    await asksAll(second);
    await wait(3 * everyMs);
    await second.end('SIGTERM');
    const told = await accounts();
    expect(reasonsOf(told)).toEqual(['stopped']);
    expect(Math.max(...told.map(longestGapMs))).toBeLessThanOrEqual(takenOverMs + everyMs);
  });

  it('store no slot twice and lose none where one sleeps for half a minute and wakes up late', async () => {
    const [first, second] = await share();
    first.child.kill('SIGSTOP');
    await wait(30_000);
    first.child.kill('SIGCONT');
    await eventually('both have their share again', 30_000, async () => {
      const held = await Promise.all([first, second].map((each) => each.figure('upheld_leases_held')));
      return held.every((count) => count === 4096) ? true : null;
    });
    await wait(5 * everyMs);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(await second.end('SIGTERM')).toBe(0);
    const told = await accounts();
    expect(Math.max(...told.map(longestGapMs))).toBeLessThanOrEqual(takenOverMs + everyMs);
  }, 180_000);

  it('hand over at once where one is ended in order', async () => {
    const [first, second] = await share();
    expect(await first.end('SIGTERM')).toBe(0);
    await asksAll(second);
    await wait(3 * everyMs);
    await second.end('SIGTERM');
    const told = await accounts();
    expect(Math.max(...told.map(longestGapMs))).toBeLessThanOrEqual(10_000);
  });

  it('hand over at once also where the store is long about something else', async () => {
    await start();
    const other = new Client(database.url);
    other.on('error', () => undefined);
    await other.connect();
    await other.query('begin; lock table late_hours in access exclusive mode');
    const second = await start();
    await eventually('it has its share', 30_000, async () =>
      (await second.figure('upheld_leases_held')) === 4096 ? true : null,
    );
    const told = Date.now();
    expect(await second.end('SIGTERM')).toBe(0);
    expect(Date.now() - told).toBeLessThan(6_000);
    const { rows } = await other.query('select distinct holder from shards where holder is not null');
    expect(rows).toHaveLength(1);
    await other.end();
  }, 120_000);

  it('go on while PostgreSQL is away for half a minute: nothing is lost, and no shard moves', async () => {
    const pair = await share();
    const figures = (name: string) => Promise.all(pair.map((each) => each.figure(name)));
    const readiness = () => Promise.all(pair.map(async ({ url }) => (await fetch(`${url}/-/ready`)).status));
    const takenOver = await figures('upheld_shard_takeovers_total');
    const downAt = Date.now();
    await server.program().stop('SIGQUIT');
    await eventually('their leases are over', 30_000, async () =>
      (await figures('upheld_leases_current')).every((current) => current === 0) ? true : null,
    );
    expect(await readiness()).toEqual([503, 503]);
    await wait(downAt + 30_000 - Date.now());
    const asked = await figures('upheld_probe_interval_seconds');
    expect(asked.reduce((sum, each) => sum + each, 0)).toBe((all * everyMs) / 1000);
    await server.start();
    await eventually('both are back', 30_000, async () =>
      (await figures('upheld_leases_current')).every((current) => current === 1) ? true : null,
    );
    // Long enough for either to take what the other had, were it taken for dead.
    await wait(20_000);
    expect(await readiness()).toEqual([200, 200]);
    expect(await figures('upheld_shard_takeovers_total')).toEqual(takenOver);
    expect(await figures('upheld_leases_held')).toEqual([4096, 4096]);
    expect(await figures('upheld_samples_fenced_total')).toEqual([0, 0]);
    const until = Date.now();
    for (const member of pair) expect(await member.end('SIGTERM')).toBe(0);
    for (const { name, at, ok, why } of await accounts()) {
      const asked = at.filter((slot) => slot > downAt && slot < until);
      expect(Math.abs(asked.length - (until - downAt) / everyMs)).toBeLessThan(2);
      const reasons = new Set(asked.map((slot) => why.get(slot) ?? null));
      // A machine that is busy with other things may miss one.
      expect([name, [...reasons].filter((reason) => reason !== null && reason !== 'overloaded')]).toEqual([
        ...[name, []],
      ]);
      const unanswered = asked.filter((slot) => !ok[at.indexOf(slot)]).length;
      expect(unanswered).toBeLessThan(asked.length / 2);
    }
  }, 180_000);

  it.skipIf(!existsSync(fakeTime))(
    'leave one out whose clock is ahead, and let it in when it is set right',
    async () => {
      const offset = `${installation.env['UPHELD_CONFIG']}/../offset`;
      const step = (seconds: number) => writeFile(offset, `+${seconds}s\n`);
      const right = await start();
      await eventually('it asks', 60_000, async () =>
        (await right.figure('upheld_probes_total')) > 100 ? true : null,
      );
      await step(600);
      const wrong = await start({
        ...{ LD_PRELOAD: fakeTime, FAKETIME_TIMESTAMP_FILE: offset, FAKETIME_NO_CACHE: '1' },
        // Without it Node hangs: its timers wait by the monotonic clock.
        ...{ DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
      });
      await wait(5 * everyMs);
      const ready = await fetch(`${wrong.url}/-/ready`);
      expect([ready.status, await ready.text()]).toEqual([503, expect.stringMatching(/600\.\d s ahead/)]);
      expect(await wrong.figure('upheld_clock_ahead_of_store_seconds')).toBeCloseTo(600, 0);
      expect(await wrong.figure('upheld_shard_takeovers_total')).toBe(0);
      expect(await right.figure('upheld_leases_held')).toBe(8192);
      await step(0);
      const held = (member: Member) => member.figure('upheld_leases_held');
      const isShared = async () => (await held(wrong)) === 4096 && (await held(right)) === 4096;
      await eventually('both have their share', 30_000, async () => ((await isShared()) ? true : null));
      await wait(3 * everyMs);
      await step(600);
      await eventually('it is left out again', 30_000, async () =>
        (await held(right)) === 8192 ? true : null,
      );
      await wait(3 * everyMs);
      await step(0);
      for (const member of members) expect(await member.end('SIGTERM')).toBe(0);
      const told = await accounts();
      // Before it knew, it said of all slots up to its own time that it had not measured them: the store took those
      // of the next five seconds.
      expect(Math.max(...told.map(({ at }) => at.at(-1) ?? 0))).toBeLessThan(Date.now() + 5_000);
    },
    180_000,
  );

  it('tell that one of them has another configuration', async () => {
    const [first, second] = await share();
    const figures = () => Promise.all([first, second].map((each) => each.figure('upheld_config_differs')));
    expect(await figures()).toEqual([0, 0]);
    const file = `${installation.env['UPHELD_CONFIG']}/acme.yaml`;
    const before = await readFile(file, 'utf8');
    const tell = async (text: string, member: Member) => {
      await writeFile(file, text);
      member.child.kill('SIGHUP');
    };
    await tell(before.replace('99.5%', '99.6%'), second);
    await eventually('both tell', 30_000, async () => ((await figures()).join() === '1,1' ? true : null));
    await tell(before, second);
    await eventually('neither tells', 30_000, async () => ((await figures()).join() === '0,0' ? true : null));
    for (const { printed } of [first, second]) {
      expect(printed().match(/config-differs/g)).toHaveLength(1);
      expect(printed()).toContain('config-agrees');
    }
  }, 120_000);

  it('end in order while PostgreSQL is away', async () => {
    const only = await start();
    await eventually('it asks', 60_000, async () =>
      (await only.figure('upheld_probes_total')) > 100 ? true : null,
    );
    await server.program().stop('SIGQUIT');
    await wait(5 * everyMs);
    const told = Date.now();
    expect(await only.end('SIGTERM')).toBe(0);
    expect(Date.now() - told).toBeLessThan(13_000);
    await server.start();
    const kept = await accounts();
    expect(kept.every(({ ok }) => ok.includes(true))).toBe(true);
  }, 120_000);
});
