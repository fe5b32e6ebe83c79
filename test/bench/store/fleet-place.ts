// The store of a fleet before it starts: its targets are there, and of others an hour that is to be sealed.
import { openStore } from '@upheld/collector/store/registry';
import type { Connection, Place } from './place.ts';
import { hourMs, targetsOf } from './story.ts';

const hoursAtOnce = 100;
const slotsAnHour = 240;

/** `hour` is the start of the one to be sealed, by `hours` targets. */
export type Prepared = { hour: number; hours: number; rows: number };

/** The product makes the tables; the rest is copied in SQL, as nothing of it is in a figure. */
export async function prepare(place: Place, targets: number, hours: number): Promise<Prepared> {
  const now = Date.now();
  const hour = (Math.floor(now / hourMs) - 2) * hourMs;
  const store = await openStore(place.url);
  const [first] = targetsOf(1);
  const other = { agreement: 'sealed', source: 'source-0', vantage: 'main' };
  const ok = { outcome: 'ok', reason: null, latencyMs: 100 } as const;
  // The days that the run may touch are made by these.
  await store.putSamples([
    { ...other, ...ok, at: hour + 1 },
    ...[now, now + hourMs].map((at) => ({ ...(first ?? other), ...ok, at })),
  ]);
  await store.close();
  const connection = await place.connect();
  await fill(connection, { targets, hour, hours });
  const rows = await countRows(connection);
  await connection.close();
  return { hour, hours, rows };
}

async function fill(
  { run }: Connection,
  { targets, hour, hours }: { targets: number; hour: number; hours: number },
): Promise<void> {
  await run(`insert into agreements (name) select 'agreement-' || n from generate_series(0, ${Math.ceil(targets / 10) - 1}) n
    on conflict do nothing`);
  await run(`insert into targets (agreement, source, vantage, sealed_until)
    select id, 'source-' || n, 'main', ${hour + 2 * hourMs} from agreements, generate_series(0, 9) n where name like 'agreement-%'
    on conflict (agreement, source, vantage) do update set sealed_until = excluded.sealed_until`);
  await run(`insert into targets (agreement, source, vantage)
    select id, 'source-' || n, 'main' from agreements, generate_series(1, ${hours - 1}) n where name = 'sealed'`);
  await run(`insert into samples (target, at, outcome, latency_tenths)
    select targets.id, ${hour} + n * 15000, 0, floor(1200 * exp(0.6 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())))
    from targets join agreements on agreements.id = targets.agreement, generate_series(0, ${slotsAnHour - 1}) n where name = 'sealed'`);
  await run('analyze');
}

export async function countRows({ select }: Connection): Promise<number> {
  const [[count] = []] = await select('select count(*)::int from samples');
  return Number(count);
}

/** Calls as housekeeping makes them, one after the other until nothing is left; `ms` are those of each call. */
export async function sealMeanwhile(place: Place, { hour, hours }: Prepared): Promise<number[]> {
  const store = await openStore(place.url);
  const ms: number[] = [];
  let blocks = 0;
  for (let isDone = false; !isDone;) {
    const began = performance.now();
    const sealed = await store.sealHours({ before: hour + hourMs, most: hoursAtOnce });
    ms.push(performance.now() - began);
    blocks += sealed.blocks;
    isDone = sealed.isDone;
  }
  await store.close();
  if (blocks !== hours) throw new Error(`sealed ${blocks} of ${hours} hours`);
  return ms;
}
