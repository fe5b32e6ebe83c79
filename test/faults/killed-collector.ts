// kill -9 of a collector at random points of its life. What it counted before is there, and each gap is accounted
// for by the next one.
import { setTimeout as wait } from 'node:timers/promises';
import { account } from './account.ts';
import { begin, installed, type Counted, type Installed } from './collector.ts';
import { nothingFound, type Fault, type Findings } from './fault.ts';
import { between, inLanes } from './lanes.ts';

export const killedCollector: Fault = {
  name: 'kill -9 of a collector',
  rounds: 200,
  missing: () => null,
  play: (rounds) => inLanes(rounds, 4, lane),
};

async function lane(rounds: number): Promise<Findings> {
  const place = await installed();
  const lives: Counted[] = [];
  let found = nothingFound();
  try {
    for (let round = 0; round < rounds; round += 1) {
      lives.push(await oneLife(place));
      const { broken, ...now } = await account(place, lives);
      found = { ...now, lost: found.lost + now.lost, broken: [...found.broken, ...broken] };
      found.double += now.double;
      found.astray += now.astray;
    }
    return found;
  } finally {
    await place.remove();
  }
}

/** It ends at any moment from its first second on: among its first commits, between two, or in one. */
async function oneLife(place: Installed): Promise<Counted> {
  const life = await begin(place);
  try {
    const end = performance.now() + between(0, 2000);
    let counted = await life.counted();
    while (performance.now() < end) {
      await wait(between(1, 40));
      counted = await life.counted();
    }
    return counted;
  } finally {
    await life.kill();
  }
}
