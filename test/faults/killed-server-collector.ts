// PostgreSQL gets SIGKILL under a whole `upheld collect`: what it counted as stored is there, each slot has an
// outcome, it says that it is not ready while the server is away, and is ready again by itself.
import { setTimeout as wait } from 'node:timers/promises';
import { account } from './account.ts';
import { begin, installed, until, type Installed, type Life } from './collector.ts';
import type { Fault, Findings } from './fault.ts';
import { between } from './lanes.ts';
import { cutPower, missingPostgres, onPostgres, type Database } from './postgres.ts';

export const killedServerCollector: Fault = {
  name: 'kill -9 of PostgreSQL under a collector',
  rounds: 10,
  missing: missingPostgres,
  play: (rounds) => onPostgres((database) => play(rounds, database)),
};

async function play(rounds: number, database: Database): Promise<Findings> {
  const place = await installed({ UPHELD_STORE_URL: database.url });
  try {
    return await cutAgain(rounds, database, place);
  } finally {
    await place.remove();
  }
}

async function cutAgain(rounds: number, { server }: Database, place: Installed): Promise<Findings> {
  const life = await begin(place, {}, 'collect');
  const broken: string[] = [];
  try {
    await until('the first samples', async () => ((await life.counted()).size === 10 ? true : null));
    for (let round = 0; round < rounds; round += 1) {
      await wait(between(0, 2000));
      await cutPower(server);
      const counted = await life.counted();
      if ((await life.notReady()) === null) broken.push(`round ${round}: it is ready without its store`);
      await server.start();
      const { lost, double } = await account(place, [counted]);
      if (lost + double > 0) broken.push(`round ${round}: ${lost} samples lost, ${double} double`);
      await until('it is ready', async () => ((await life.notReady()) === null ? true : null));
      const since = Date.now();
      await until('samples stored again', () => goesOn(life, since));
    }
    const counted = await life.counted();
    await life.kill('SIGTERM');
    return { ...(await account(place, [counted])), broken };
  } finally {
    await life.kill();
  }
}

/** Every source has a sample that is newer. */
async function goesOn(life: Life, since: number): Promise<true | null> {
  const counted = await life.counted();
  return [...counted.values()].every(({ lastSlot }) => lastSlot > since) ? true : null;
}
