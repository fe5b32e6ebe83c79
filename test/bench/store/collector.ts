// One collector of the fleet, as a process. It holds its share of the shards as the product does, or, where a plain
// client writes, an eighth of the targets.
import { randomUUID } from 'node:crypto';
import { systemClock } from '@upheld/collector/clock';
import { keepLeases } from '@upheld/collector/leases/keeper';
import { shardOf, vantageScope } from '@upheld/collector/leases/shards';
import { openStore } from '@upheld/collector/store/registry';
import { runAtTheClock, runOneByOne } from './collector-run.ts';
import { collectors, vantage, type Answers, type Fleet, type Order } from './fleet.ts';
import { connectTo } from './postgres.ts';
import { numbersIn, rowsOf } from './rows.ts';
import { take, targetsOf, tell, type Target } from './story.ts';

/** What the process that started this one tells it. */
const [fleet, place]: [Fleet, number] = [JSON.parse(process.argv[2] ?? ''), Number(process.argv[3])];

type Member = { look(): Answers['look']; targets(): Target[]; put: Put; leave(): Promise<void> };
type Put = Parameters<typeof runOneByOne>[0];

const member = fleet.way === 'INSERT' || fleet.way === 'COPY' ? await plainMember() : await leasedMember();

process.on('message', (order: Order) => {
  void obey(order).then((answer) => process.send?.(answer));
});

async function obey(order: Order): Promise<Answers[Order]> {
  if (order === 'look') return member.look();
  if (order === 'warm up') return { stored: await warmUp() };
  if (order === 'run') return run();
  await member.leave();
  return { left: true };
}

/** A slot of every target before the time of the run: each is known to the store and to this process afterwards. */
async function warmUp(): Promise<number> {
  const targets = member.targets();
  const samples = tell({ ...fleet, targets, start: slotBefore(Date.now()) - fleet.everyMs, seed: place });
  for (let left = targets.length; left > 0; left -= fleet.rowsPerCommit) {
    await member.put(take(samples, Math.min(left, fleet.rowsPerCommit)));
  }
  return targets.length;
}

function run(): Promise<Answers['run']> {
  const targets = member.targets();
  const isPaced = fleet.way === 'at the clock';
  const start = slotBefore(Date.now()) + (isPaced ? 1 : -slotsAhead) * fleet.everyMs;
  const samples = tell({ ...fleet, targets, start, seed: place });
  if (isPaced) return runAtTheClock(member.put, samples, { ...fleet, start });
  return runOneByOne(member.put, samples, fleet);
}

/** The store takes no slot from ahead of its clock: whoever does not wait for it begins so many slots before. */
const slotsAhead = 20;

const slotBefore = (now: number): number => Math.floor(now / fleet.everyMs) * fleet.everyMs;

async function leasedMember(): Promise<Member> {
  const store = await openStore(fleet.url);
  const scope = vantageScope(vantage);
  const keeper = keepLeases({
    ...{ store, clock: systemClock, id: randomUUID(), scopes: () => [scope], underWay: () => [] },
    configuration: () => ({}),
    onChange: () => undefined,
    onDiffering: () => undefined,
    onError: (error) => console.error(error),
  });
  const sharded = targetsOf(fleet.targets).map((target) => ({ ...target, shard: shardOf(target) }));
  const own = () => sharded.filter(({ shard }) => keeper.mayBegin(scope, shard));
  return {
    look() {
      const { held, shares } = keeper.standing();
      return { held: own().length, isBalanced: held[scope] === shares[scope] };
    },
    targets: () => own().map(({ shard, ...target }) => ({ ...target, lease: keeper.leaseOf(scope, shard) })),
    put: (samples) => store.putSamples(samples),
    async leave() {
      await keeper.stop();
      await store.close();
    },
  };
}

async function plainMember(): Promise<Member> {
  const connection = await connectTo(fleet.url);
  const numbers = await numbersIn(connection);
  const own = targetsOf(fleet.targets).filter((_, target) => target % collectors === place);
  const put = fleet.way === 'COPY' ? connection.copy : connection.insert;
  if (put === null) throw new Error('no COPY there');
  return {
    look: () => ({ held: own.length, isBalanced: true }),
    targets: () => own,
    async put(samples) {
      await put(rowsOf(samples, numbers));
      return { stored: samples.length, duplicates: 0, conflicts: [], fenced: [] };
    },
    leave: () => connection.close(),
  };
}
