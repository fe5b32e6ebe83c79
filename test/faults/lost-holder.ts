// One of two collectors on one PostgreSQL is killed or ended in order: the other one has its shards within 15 s, or at
// once, and accounts for the time between.
import { everyMs } from './collector.ts';
import type { Fault } from './fault.ts';
import { expectStopped, onFleet, takenOverMs, type Fleet, type Member } from './fleet.ts';
import { inLanes } from './lanes.ts';
import { missingPostgres } from './postgres.ts';

export const killedHolder: Fault = {
  name: 'kill -9 of one of two collectors',
  rounds: 2,
  missing: missingPostgres,
  play: (rounds) => inLanes(rounds, 2, (share) => playWith(share, killed)),
};

export const endedHolder: Fault = {
  name: 'SIGTERM of one of two collectors',
  rounds: 2,
  missing: missingPostgres,
  play: (rounds) => inLanes(rounds, 2, (share) => playWith(share, ended)),
};

/** The one that took over stays, and gets another one beside it for the next round. */
const playWith = (rounds: number, round: (fleet: Fleet, going: Member) => Promise<void>) =>
  onFleet(async (fleet) => {
    let going = await fleet.join();
    for (let done = 0; done < rounds; done += 1) {
      const staying = await fleet.join();
      await round(fleet, going);
      going = staying;
    }
    await fleet.leave(going, 'SIGTERM');
  });

async function killed(fleet: Fleet, going: Member): Promise<void> {
  const held = await fleet.fences(going);
  await fleet.leave(going, 'SIGKILL');
  const since = Date.now();
  const moved = await fleet.moved(going, held);
  await fleet.goesOn(moved);
  const again = Math.max(...(await fleet.slots(since, 8e15)).map(({ measured }) => measured));
  console.log(`kill -9: shards moved after ${moved - since} ms, all asked again after ${again - since} ms`);
  fleet.expect(moved - since <= takenOverMs, `shards moved only after ${moved - since} ms`);
  fleet.expect(
    again - since <= takenOverMs + everyMs,
    `a source was asked again only after ${again - since} ms`,
  );
  await expectStopped(fleet, since, moved);
}

/** A process that ends in order hands over, and the other one looks each second: slots of a second may miss that look. */
const handedOverMs = 3_000;

async function ended(fleet: Fleet, going: Member): Promise<void> {
  const held = await fleet.fences(going);
  const since = Date.now();
  await fleet.leave(going, 'SIGTERM');
  const moved = await fleet.moved(going, held);
  await fleet.goesOn(moved);
  const lost = Math.max(
    ...(await fleet.slots(since, moved + 2 * everyMs)).map(({ unmeasured }) => unmeasured),
  );
  console.log(
    `SIGTERM: shards moved after ${moved - since} ms, at most ${lost} slots of a source not measured`,
  );
  fleet.expect(moved - since <= handedOverMs, `shards moved only after ${moved - since} ms`);
  const most = 1 + Math.floor((moved - since) / everyMs);
  fleet.expect(lost <= most, `${lost} slots of a source are not measured`);
}
