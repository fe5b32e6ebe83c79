// One of two collectors on one PostgreSQL is stopped (SIGSTOP) for half a minute and for a minute, then goes on: the
// other one has its shards meanwhile, and what it still has to say under its old leases is refused and counted.
import { setTimeout as wait } from 'node:timers/promises';
import { until, type Life } from './collector.ts';
import { added, type Fault, type Findings } from './fault.ts';
import { expectStopped, onFleet, takenOverMs, type Fleet, type Member } from './fleet.ts';
import { missingPostgres } from './postgres.ts';

const shortMs = 30_000;
const longMs = 60_000;

export const pausedHolder: Fault = {
  name: 'SIGSTOP of one of two collectors for 30 s and 60 s',
  rounds: 2,
  missing: missingPostgres,
  play: async (rounds) => added(await Promise.all([lane(Math.max(1, rounds - 1), shortMs), lane(1, longMs)])),
};

const lane = (rounds: number, pauseMs: number): Promise<Findings> =>
  onFleet(async (fleet) => {
    const sleeper = await fleet.join();
    const other = await fleet.join();
    for (let round = 0; round < rounds; round += 1) await slept(fleet, sleeper, pauseMs);
    await fleet.leave(sleeper, 'SIGTERM');
    await fleet.leave(other, 'SIGTERM');
  });

async function slept(fleet: Fleet, sleeper: Member, pauseMs: number): Promise<void> {
  const { life } = sleeper;
  const before = await fenced(life);
  const held = await fleet.fences(sleeper);
  life.child.kill('SIGSTOP');
  const since = Date.now();
  const moved = await fleet.moved(sleeper, held);
  await wait(since + pauseMs - Date.now());
  life.child.kill('SIGCONT');
  await until('a share of its own again', async () =>
    (await fleet.fences(sleeper)).size >= held.size ? true : null,
  );
  await fleet.goesOn(Date.now());
  const refused = (await fenced(life)) - before;
  console.log(
    `SIGSTOP for ${pauseMs / 1000} s: shards moved after ${moved - since} ms, ${refused} samples fenced`,
  );
  fleet.expect(moved - since <= takenOverMs, `shards moved only after ${moved - since} ms`);
  fleet.expect(refused > 0, 'nothing that the woken one said was refused');
  await expectStopped(fleet, since, moved);
}

/** What it counts as refused because another one asks by now. */
async function fenced({ url }: Life): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^upheld_samples_fenced_total (\S+)$/m.exec(text)?.[1] ?? NaN);
}
