// `pnpm bench:store`: what keeping facts costs, on both engines in one run, each figure beside the plainest program
// that does the same on the same engine in the same minute. Run: pnpm bench:store [--quick] [--only rates,...] [--on sqlite]
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../../real/servers.ts';
import { postgresProgram, startPostgres } from '../../real/postgres.ts';
import { readArguments, type Asked } from './arguments.ts';
import { showBytes } from './bytes.ts';
import { showCollectors, type Size as FleetSize } from './collectors.ts';
import type { Engine } from './place.ts';
import { showPortfolio, type PortfolioSize } from './portfolio.ts';
import { postgresOn } from './postgres.ts';
import type { QuarterSize } from './quarter.ts';
import { showRates } from './rates.ts';
import { showStatements } from './statements.ts';
import { sqliteIn } from './sqlite.ts';

type Sizes = {
  ratesMs: number;
  quarter: QuarterSize;
  portfolio: PortfolioSize;
  fleet: FleetSize;
};

const whole: Sizes = {
  ratesMs: 4_000,
  quarter: { targets: 10, days: 92 },
  portfolio: { agreements: 500, mostMs: 45_000 },
  fleet: { targets: 300_000, everyMs: 15_000, hours: 1_000, pacedMs: 60_000, flatOutMs: 20_000 },
};
const quick: Sizes = {
  ratesMs: 50,
  quarter: { targets: 2, days: 3 },
  portfolio: { agreements: 5, mostMs: 1_000 },
  fleet: { targets: 3_000, everyMs: 1_000, hours: 20, pacedMs: 1_000, flatOutMs: 500 },
};

await bench(readArguments(process.argv.slice(2)));

async function bench(asked: Asked): Promise<void> {
  console.log(`${process.version}, ${availableParallelism()} processors, which all of it shares`);
  if (asked.engines.includes('sqlite')) {
    const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
    await show(asked, sqliteIn(folder)).finally(() => rm(folder, { recursive: true, force: true }));
  }
  if (!asked.engines.includes('postgres')) return;
  if (!isInstalled(postgresProgram('postgres'))) {
    return console.log("\nskipped: PostgreSQL, because Debian's package postgresql is not installed");
  }
  const server = await startPostgres();
  await show(asked, postgresOn(server)).finally(() => server.stop());
}

async function show({ parts, isQuick }: Asked, engine: Engine): Promise<void> {
  const sizes = isQuick ? quick : whole;
  if (parts.includes('rates')) await showRates(engine, sizes.ratesMs);
  if (parts.includes('statements')) await showQuarter(engine, sizes);
  if (parts.includes('collectors') && engine.name === 'PostgreSQL') await showCollectors(engine, sizes.fleet);
}

async function showQuarter(engine: Engine, { quarter, portfolio }: Sizes): Promise<void> {
  const place = await engine.makePlace();
  try {
    const stages = await showStatements(engine, place, quarter);
    await showBytes(engine, stages, Math.min(quarter.days, 7));
    await showPortfolio(engine, place, quarter, portfolio);
  } finally {
    await place.remove();
  }
}
