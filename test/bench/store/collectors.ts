// Eight collectors on one PostgreSQL: whether they hold the rate that their samples fall due at, what a plain client
// reaches with the same rows on the same server, and how sealing goes meanwhile.
import { quantile } from '../probe/quantile.ts';
import { machineCpuMs } from '../probe/usage.ts';
import { countRows, prepare, sealMeanwhile } from './fleet-place.ts';
import { collectors, settled, withFleet, type Fleet, type RunResult } from './fleet.ts';
import type { Engine } from './place.ts';
import { tableOf, type Cell } from './table.ts';

export type Size = { targets: number; everyMs: number; hours: number; pacedMs: number; flatOutMs: number };

const rowsPerCommit = 500;

type Run = Pick<Fleet, 'way' | 'hasDetail' | 'runMs'>;

const runsOf = ({ pacedMs, flatOutMs }: Size): Run[] => [
  { way: 'at the clock', hasDetail: false, runMs: pacedMs },
  { way: 'at the clock', hasDetail: true, runMs: flatOutMs },
  ...(['putSamples', 'INSERT', 'COPY'] as const).map((way) => ({ way, hasDetail: false, runMs: flatOutMs })),
];

export async function showCollectors(engine: Engine, size: Size): Promise<void> {
  const rows: Cell[][] = [];
  const notes: string[] = [];
  for (const run of runsOf(size)) {
    const { row, note } = await runFleet(engine, run, size);
    rows.push(row);
    if (note !== null) notes.push(note);
  }
  const { everyMs } = size;
  const due = (size.targets * 1000) / everyMs;
  const title = `${collectors} collectors on one PostgreSQL: ${size.targets.toLocaleString('en')} targets every ${everyMs / 1000} s, ${due.toLocaleString('en')} samples/s fall due; the server shares the processors`;
  const heads = ['', 'rows/s', 'of due', 'commit p50 ms', 'p99', 'left waiting', 'lost', 'double'];
  console.log(tableOf(title, [...heads, 'CPU collectors', 'CPU others'], rows));
  for (const note of notes) console.log(`  ${note}`);
}

async function runFleet(engine: Engine, run: Run, size: Size): Promise<{ row: Cell[]; note: string | null }> {
  const place = await engine.makePlace();
  try {
    const before = await prepare(place, size.targets, size.hours);
    const fleet = { ...run, url: place.url, targets: size.targets, everyMs: size.everyMs, rowsPerCommit };
    const seals = run.way === 'at the clock' && !run.hasDetail;
    const done = await withFleet(fleet, async (ask) => {
      await settled(ask, size.targets);
      const warm = await ask('warm up');
      const usedBefore = await machineCpuMs();
      const began = performance.now();
      const sealing = seals ? sealMeanwhile(place, before) : Promise.resolve(null);
      const results = await ask('run');
      const [wallMs, usedMs] = [performance.now() - began, (await machineCpuMs()) - usedBefore];
      await ask('leave');
      return {
        results,
        wallMs,
        usedMs,
        sealedMs: await sealing,
        warm: sum(warm.map(({ stored }) => stored)),
      };
    });
    const stored = sum(done.results.map((result) => result.stored));
    const counted = await countIn(place);
    const lost = before.rows + done.warm + stored - counted.rows;
    if (lost !== 0 || counted.doubles !== 0) throw new Error(`lost ${lost}, double ${counted.doubles}`);
    return { row: rowOf(run, done), note: done.sealedMs === null ? null : noteOn(done.sealedMs, size) };
  } finally {
    await place.remove();
  }
}

type Done = { results: RunResult[]; wallMs: number; usedMs: number };

function rowOf({ way, hasDetail, runMs }: Run, { results, wallMs, usedMs }: Done): Cell[] {
  const total = (of: (result: RunResult) => number) => sum(results.map(of));
  const [due, inTime] = [total(({ due: all }) => all), total(({ storedInTime }) => storedInTime)];
  const commits = results.flatMap(({ commitsMs }) => commitsMs);
  const isPaced = way === 'at the clock';
  const own = total(({ cpuMs }) => cpuMs);
  const refused = total((result) => result.refused);
  return [
    `${isPaced ? 'writer, at the clock' : `${way}, as fast as it goes`}${hasDetail ? ', with details' : ''}`,
    (inTime / runMs) * 1000,
    isPaced ? `${((inTime / due) * 100).toFixed(1)} %` : '',
    quantile(commits, 0.5),
    quantile(commits, 0.99),
    isPaced ? `${due - inTime - refused}${refused === 0 ? '' : ` and ${refused} refused`}` : '',
    '0',
    '0',
    `${(own / runMs).toFixed(2)} cores`,
    `${((usedMs - own) / wallMs).toFixed(2)} cores`,
  ];
}

function noteOn(sealedMs: number[], { hours, targets }: Size): string {
  const took = sum(sealedMs);
  const needed = targets / 3600;
  return `meanwhile ${hours.toLocaleString('en')} hours of 240 samples were sealed: ${((hours / took) * 1000).toFixed(0)} hours/s, 100 a call in ${quantile(sealedMs, 0.5).toFixed(0)} ms (most ${quantile(sealedMs, 1).toFixed(0)}); this fleet needs ${needed.toFixed(0)} hours/s`;
}

async function countIn(place: Awaited<ReturnType<Engine['makePlace']>>) {
  const connection = await place.connect();
  const rows = await countRows(connection);
  const [[doubles] = []] = await connection.select(
    'select count(*)::int from (select from samples group by target, at having count(*) > 1) twice',
  );
  await connection.close();
  return { rows, doubles: Number(doubles) };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
