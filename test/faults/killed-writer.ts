// kill -9 of a process that writes late samples, seals and retires, at random points.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { added, type Fault, type Findings } from './fault.ts';
import { kept } from './kept.ts';
import { between, inLanes } from './lanes.ts';
import { written } from './written.ts';

/** A store of many rounds grows; a new one now and then keeps rounds short. */
const roundsAStore = 10;

export const killedWriter: Fault = {
  name: 'kill -9 while sealing and retiring',
  rounds: 200,
  missing: () => null,
  play: (rounds) => inLanes(rounds, 3, lane),
};

async function lane(rounds: number): Promise<Findings> {
  const found: Findings[] = [];
  for (let done = 0; done < rounds; done += roundsAStore) {
    found.push(await oneStore(Math.min(roundsAStore, rounds - done)));
  }
  return added(found);
}

async function oneStore(rounds: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-faults-'));
  const url = `sqlite:${join(folder, 'upheld.db')}`;
  const acknowledged = new Set<number>();
  let next = 0;
  let last: Findings = added([]);
  const bad: Findings[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const life = await written(url, next, () => wait(between(0, 500)));
      for (const number of life.acknowledged) acknowledged.add(number);
      next = life.next;
      last = await kept(url, acknowledged, next);
      bad.push({ ...last, acknowledged: 0 });
    }
    return added([...bad, { ...last, lost: 0, double: 0, astray: 0, broken: [] }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
