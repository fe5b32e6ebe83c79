// The wall clock jumps by minutes and by an hour, forth and back, under a running collector.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { account } from './account.ts';
import { begin, installed, until } from './collector.ts';
import type { Fault, Findings } from './fault.ts';
import { inLanes } from './lanes.ts';

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

/** Offsets from the true time in seconds, one after another. */
const steps = [90, -90, 3600, 0];

export const clockSteps: Fault = {
  name: 'wall-clock steps',
  rounds: 2,
  missing: () => (existsSync(library) ? null : `no ${library} (Debian's package faketime)`),
  play: (rounds) => inLanes(rounds, 2, lane),
};

async function lane(rounds: number): Promise<Findings> {
  const place = await installed();
  const file = `${place.env['UPHELD_CONFIG']}/../offset`;
  const step = (seconds: number) => writeFile(file, `${seconds >= 0 ? '+' : ''}${seconds}s\n`);
  try {
    await step(0);
    const life = await begin(place, {
      ...{ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
      // Without it Node hangs: its timers wait by the monotonic clock.
      ...{ DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    });
    await until('the first samples', async () => ((await life.counted()).size === 10 ? true : null));
    for (let round = 0; round < rounds; round += 1) {
      for (const seconds of steps) {
        await step(seconds);
        await wait(3000);
      }
    }
    const counted = await life.counted();
    await life.kill('SIGTERM');
    return await account(place, [counted]);
  } finally {
    await place.remove();
  }
}
