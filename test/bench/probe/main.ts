// `pnpm bench:probe`: what a probe costs and how punctual it is, beside Prometheus' blackbox_exporter on the same
// targets in the same run, each alone on the machine. Programs come from Debian; what cannot be had is skipped.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whenToStop } from '@upheld/collector/bin/abandonment';
import { isInstalled } from '../../real/servers.ts';
import { runBlackbox } from './blackbox.ts';
import { readArguments } from './load.ts';
import type { Load } from './load.ts';
import { startPartner } from './partner.ts';
import { idleLine, linesOf } from './report.ts';
import type { Surroundings } from './surroundings.ts';
import { tableOf } from './table.ts';
import { runUpheld } from './upheld.ts';

/** Its sources are asked once more by a collector that has no others. */
const chosen = 'partner-0';

const packages = [
  { command: 'nginx', debianPackage: 'nginx' },
  { command: 'prometheus', debianPackage: 'prometheus' },
  { command: 'prometheus-blackbox-exporter', debianPackage: 'prometheus-blackbox-exporter' },
];

await bench();

async function bench(): Promise<void> {
  const { loads, profileFolder } = readArguments(process.argv.slice(2));
  if (process.platform !== 'linux') return console.log('skipped: CPU and memory are read in /proc of Linux');
  const missing = install();
  if (missing.includes('nginx')) return console.log('skipped: without nginx there is nobody to ask');
  const stop = whenToStop();
  const folder = await mkdtemp(join(tmpdir(), 'upheld-bench-'));
  try {
    await using partner = await startPartner(folder);
    const surroundings = { folder, partner, processors: availableParallelism(), profileFolder, stop };
    console.log(`${process.version}, ${surroundings.processors} processors`);
    for (const load of loads) await compare(load, surroundings, missing.length === 0);
  } catch (error) {
    if (!stop.aborted) throw error;
    console.log('stopped');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(load: Load, surroundings: Surroundings, withBlackbox: boolean): Promise<void> {
  const busy = await runUpheld(load, surroundings);
  const idle = await runUpheld(load, surroundings, chosen);
  const blackbox = withBlackbox ? await runBlackbox(load, surroundings) : null;
  console.log(tableOf(load.name, [...linesOf(busy, blackbox), idleLine(busy, idle, chosen)]));
}

/** The programs that are missing all the same. */
function install(): string[] {
  const script = fileURLToPath(new URL('../../real/install.sh', import.meta.url));
  const wanted = packages.map(({ debianPackage }) => debianPackage);
  spawnSync(script, wanted, { stdio: 'inherit' });
  const missing = packages.filter(({ command }) => !isInstalled(command));
  for (const { command, debianPackage } of missing) {
    console.log(
      `skipped: what needs ${command}, because Debian's package ${debianPackage} could not be installed`,
    );
  }
  return missing.map(({ command }) => command);
}
