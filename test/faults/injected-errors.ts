// Writes and flushes of the disk that fail at random (libfiu): the store refuses, says so, and goes on.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { added, type Fault, type Findings } from './fault.ts';
import { kept } from './kept.ts';
import { inLanes } from './lanes.ts';
import { written } from './written.ts';

const points = [
  'posix/io/rw/pwrite',
  'posix/io/rw/pwrite64',
  'posix/io/sync/fsync',
  'posix/io/sync/fdatasync',
];

export const injectedErrors: Fault = {
  name: 'injected write and fsync errors',
  rounds: 20,
  missing: () =>
    spawnSync('fiu-run', ['-h']).error === undefined ? null : "no fiu-run (Debian's package fiu-utils)",
  play: (rounds) => inLanes(rounds, 2, lane),
};

async function lane(rounds: number): Promise<Findings> {
  const found: Findings[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await oneRound());
  return added(found);
}

async function oneRound(): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-injected-'));
  const url = `sqlite:${join(folder, 'upheld.db')}`;
  const control = join(folder, 'fiu');
  try {
    // Only once the store is open: before that Node's own files would fail to load.
    const failing = async ({ pid }: { pid?: number | undefined }): Promise<void> => {
      for (const name of points) {
        spawnSync('fiu-ctrl', [
          '-f',
          control,
          '-c',
          `enable_random name=${name},probability=0.02`,
          String(pid),
        ]);
      }
      await wait(1500);
    };
    const life = await written(url, 0, failing, { through: ['fiu-run', '-x', '-f', control] });
    const findings = await kept(url, new Set(life.acknowledged), life.next);
    if (life.refused === 0) findings.broken.push('no error came up: nothing was injected');
    return findings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
