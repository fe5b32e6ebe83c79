// "From one machine to three collectors on PostgreSQL" of the README, line by line, on Debian's PostgreSQL.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Installation } from '../collector/bin/launched.ts';
import { quietWorld, startSimulator, type Simulator } from '../simulator/simulator.ts';
import { agreements, installFleet, readAccounts, sources, startMember, type Member } from './fleet.ts';
import { postgresProgram, startPostgres, type PostgresServer } from './postgres.ts';
import { eventually } from './program.ts';
import { isMissing } from './servers.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const [, block = ''] =
  /### From one machine to three collectors on PostgreSQL[^]*?```sh\n([^]*?)```/.exec(readme) ?? [];
const lines = block.split('\n').filter((line) => line !== '');
const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

describe.skipIf(isMissing('postgresql'))('from one machine to three collectors on PostgreSQL', () => {
  let server: PostgresServer;
  let simulator: Simulator;
  let installation: Installation;
  let host: string;
  const members: Member[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    host = new URLSearchParams((await server.makeDatabase()).url.split('?')[1]).get('host') ?? '';
    simulator = await startSimulator(quietWorld);
    installation = await installFleet(simulator.url);
  });
  afterAll(async () => {
    for (const member of members) await member.end('SIGKILL');
    await simulator.close();
    await installation.remove();
    await server.stop();
  });

  /** A line with this machine's places in it: its environment, its command and what that is given. */
  function wordsOf(line: string) {
    const words = line
      .replace(/\s+#.*$/, '')
      // What `start` starts beside the dashboard.
      .replace('npx -y pnpm@12 start', 'upheld run')
      .replace('npx -y pnpm@12 ', '')
      .replaceAll('postgres://upheld@db.example.com/upheld', `postgres:///upheld?host=${host}&user=upheld`)
      .replaceAll('db.example.com', host)
      .replaceAll('.data/', `${installation.env['UPHELD_DATA']}/`)
      .split(' ');
    const isSetting = (word: string) => /^UPHELD_[A-Z_]+=/.test(word);
    const env = words.filter(isSetting).map((word): [string, string] => {
      const [name = '', ...value] = word.split('=');
      return [name, value.join('=')];
    });
    const [command = '', ...given] = words.filter((word) => !isSetting(word));
    return { env: { ...installation.env, ...Object.fromEntries(env) }, command, given };
  }

  function run(line: string): void {
    const { env, command, given } = wordsOf(line);
    const [program, argv] =
      command === 'upheld' ? [process.execPath, [main, ...given]] : [postgresProgram(command), given];
    const { status, stderr } = spawnSync(program, argv, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect([line, status, stderr]).toEqual([line, 0, expect.any(String)]);
  }

  async function start(line: string): Promise<Member> {
    const { env, given } = wordsOf(line);
    const member = await startMember(given[0] ?? '', env);
    members.push(member);
    return member;
  }

  it('takes four commands', async () => {
    const [createdb = '', move = '', first = '', further = ''] = lines;
    expect(lines).toHaveLength(4);
    const alone = await startMember('run', installation.env);
    members.push(alone);
    await eventually('some facts are stored', 60_000, async () =>
      (await alone.figure('upheld_probes_total')) > 50 ? true : null,
    );
    expect(await alone.end('SIGTERM')).toBe(0);

    run(createdb);
    run(move);
    const fleet = [await start(first), await start(further), await start(further)];
    // 4096 / 3 = 1365.33…: each has a third of the shards of probes, and of those of desks.
    await eventually('each has its third', 60_000, async () => {
      const held = await Promise.all(fleet.map((each) => each.figure('upheld_leases_share')));
      return held.every((count) => count >= 2 * 1366) ? true : null;
    });
    await eventually('together they ask everything, each its own', 60_000, async () => {
      const asked = await Promise.all(fleet.map((each) => each.figure('upheld_probe_interval_seconds')));
      const all = agreements.length * sources.length;
      return asked.reduce((sum, seconds) => sum + seconds, 0) === all ? true : null;
    });
    for (const member of fleet) expect(await member.end('SIGTERM')).toBe(0);
    const accounts = await readAccounts(wordsOf(first).env['UPHELD_STORE_URL'] ?? '');
    expect(accounts.map(({ ok }) => ok.includes(true))).toEqual(accounts.map(() => true));
  });
});
