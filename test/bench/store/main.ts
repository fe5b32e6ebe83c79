// `pnpm bench:store`: what keeping facts costs, on both engines in one run, each figure beside the plainest program
// that does the same on the same engine in the same minute. Run: pnpm bench:store [--quick] [--only rates,...] [--on sqlite]
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from '../../real/servers.ts';
import { postgresProgram, startPostgres } from '../../real/postgres.ts';
import { showCollectors } from './collectors.ts';
import { readArguments, type Asked } from './arguments.ts';
import type { Engine } from './place.ts';
import { postgresOn } from './postgres.ts';
import { showRates } from './rates.ts';
import { showQuarter } from './statements.ts';
import { sqliteIn } from './sqlite.ts';

const fleet = { targets: 300_000, everyMs: 15_000, hours: 1_000, pacedMs: 60_000, flatOutMs: 20_000 };
const small = { targets: 3_000, everyMs: 1_000, hours: 20, pacedMs: 2_000, flatOutMs: 500 };

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
  if (parts.includes('rates')) await showRates(engine, isQuick ? 50 : 4_000);
  if (parts.includes('statements')) {
    await showQuarter(engine, isQuick ? { targets: 2, days: 3 } : { targets: 10, days: 92 });
  }
  if (parts.includes('collectors') && engine.name === 'PostgreSQL') {
    await showCollectors(engine, isQuick ? small : fleet);
  }
}
