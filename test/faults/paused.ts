// A collector that the system stops for half a minute (SIGSTOP, as a suspended machine does). It accounts for the
// hole as not measured once it goes on, and asks nothing twice.
import { setTimeout as wait } from 'node:timers/promises';
import { account } from './account.ts';
import { begin, installed, until } from './collector.ts';
import type { Fault, Findings } from './fault.ts';
import { inLanes } from './lanes.ts';

const pauseMs = 30_000;

export const paused: Fault = {
  name: 'SIGSTOP for 30 s',
  rounds: 2,
  missing: () => null,
  play: (rounds) => inLanes(rounds, rounds, lane),
};

async function lane(): Promise<Findings> {
  const place = await installed();
  try {
    const life = await begin(place);
    await until('the first samples', async () => ((await life.counted()).size === 10 ? true : null));
    life.child.kill('SIGSTOP');
    const asleep = Date.now();
    await wait(pauseMs);
    life.child.kill('SIGCONT');
    await until('samples after the pause', async () => {
      const counted = await life.counted();
      return [...counted.values()].every(({ lastSlot }) => lastSlot > asleep + pauseMs) ? true : null;
    });
    const counted = await life.counted();
    await life.kill('SIGTERM');
    return await account(place, [counted]);
  } finally {
    await place.remove();
  }
}
