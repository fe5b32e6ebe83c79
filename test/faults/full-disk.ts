// A disk that fills up under a running collector: first it goes on with its reserve, then it keeps what it measured
// in memory, says that it is not ready, and is whole again by itself once there is room.
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { account } from './account.ts';
import { begin, installed, until, type Counted, type Installed } from './collector.ts';
import type { Fault, Findings } from './fault.ts';
import { inLanes } from './lanes.ts';

const mebibyte = 1024 * 1024;
const reserve = 8;

export const fullDisk: Fault = {
  name: 'full disk',
  rounds: 3,
  missing: () => (process.getuid?.() === 0 ? null : 'only root may mount a disk of its own'),
  play: (rounds) => inLanes(rounds, 3, lane),
};

async function lane(rounds: number): Promise<Findings> {
  const disk = await mkdtemp(join(tmpdir(), 'upheld-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk]);
  if (mounted.status !== 0) throw new Error(`the disk could not be mounted: ${String(mounted.stderr)}`);
  const place = await installed({ UPHELD_DATA: join(disk, 'data'), UPHELD_RESERVE_MIB: String(reserve) });
  try {
    await mkdir(join(disk, 'data'));
    return await filledAndFreed(place, disk, rounds);
  } finally {
    await place.remove();
    spawnSync('umount', [disk]);
    await rm(disk, { recursive: true });
  }
}

async function filledAndFreed(place: Installed, disk: string, rounds: number): Promise<Findings> {
  const life = await begin(place);
  const broken: string[] = [];
  const expect = (isSo: boolean, words: string) => void (isSo || broken.push(words));
  const filler = join(disk, 'filler');
  const reserveFile = join(disk, 'data', 'upheld.db.reserve');
  try {
    await until('the first samples', async () => ((await life.counted()).size === 10 ? true : null));
    for (let round = 0; round < rounds; round += 1) {
      expect(
        (await stat(reserveFile)).blocks * 512 >= reserve * mebibyte,
        'the reserve is not whole at first',
      );
      await fill(filler);
      await until('the reserve given back', () =>
        stat(reserveFile).then(
          () => null,
          () => true,
        ),
      );
      const withReserve = await life.counted();
      await until('samples stored with the reserve', async () => more(await life.counted(), withReserve));
      expect((await life.notReady()) !== null, 'it is ready with its reserve gone');
      await fill(filler);
      await wait(2000);
      const stuck = await life.counted();
      await wait(3000);
      expect(total(await life.counted()) === total(stuck), 'it counts samples that no disk has taken');
      expect((await life.notReady()) !== null, 'it is ready on a full disk');
      await rm(filler);
      await until('samples stored again', async () => more(await life.counted(), stuck));
      await until('it is ready', async () => ((await life.notReady()) === null ? true : null));
    }
    const counted = await life.counted();
    await life.kill('SIGTERM');
    return { ...(await account(place, [counted])), broken };
  } finally {
    await life.kill().catch(() => undefined);
  }
}

/** Until not a byte more can be had. */
async function fill(file: string): Promise<void> {
  for (let bytes = mebibyte; bytes >= 1;) {
    const isFull = await appendFile(file, Buffer.alloc(bytes, 1)).then(
      () => false,
      () => true,
    );
    if (isFull) bytes = Math.floor(bytes / 4);
  }
}

const total = (counted: Counted): number =>
  [...counted.values()].reduce((sum, { samples }) => sum + samples, 0);

const more = (now: Counted, before: Counted): true | null => (total(now) > total(before) + 10 ? true : null);
