// `pnpm bench:store`: what keeping facts costs, on both engines in one run, each figure beside the plainest program
// that does the same on the same engine in the same minute. Run: pnpm bench:store [--quick]
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { showRates } from './rates.ts';
import { sqliteIn } from './sqlite.ts';

const { values: asked } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
try {
  console.log(`${process.version}, ${availableParallelism()} processors, which all of it shares`);
  await showRates(sqliteIn(folder), asked.quick ? 100 : 4_000);
} finally {
  await rm(folder, { recursive: true, force: true });
}
