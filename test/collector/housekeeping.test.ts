import { startHousekeeping } from '@upheld/collector/housekeeping';
import type { DamagedHour } from '@upheld/collector/store/blocks';
import type { StoreHealth } from '@upheld/collector/store/health';
import { StoreError } from '@upheld/collector/store/store-error';
import { describe, expect, it } from 'vitest';
import { fakeClock, settled } from './schedule/fake-clock.ts';

const minute = 60_000;
const day = 1_440 * minute;
const noon = Date.UTC(2026, 10, 21, 12);

const health: StoreHealth = {
  ...{ sizeBytes: 4096, freeBytes: 1e9, oldestHead: null, unsealedSince: null, lateHours: 0 },
};

/** A store that seals as scripted, and everything that was asked of it and told about it. */
function scene(
  sealed: { blocks: number; isDone: boolean; damaged?: DamagedHour[] }[] = [],
  retired: { rows: number; isDone: boolean; damaged?: DamagedHour[] }[] = [],
) {
  const clock = fakeClock(noon);
  const log: unknown[][] = [];
  const faults = new Map<string, Error>();
  const answer = async <Result>(name: string, asked: unknown[], result: Result): Promise<Result> => {
    log.push([name, ...asked]);
    const fault = faults.get(name);
    if (fault !== undefined) throw fault;
    return result;
  };
  const stop = startHousekeeping({
    store: {
      sealHours: ({ before, most }) =>
        answer('seal', [before, most], { damaged: [], ...(sealed.shift() ?? { blocks: 0, isDone: true }) }),
      retireHeads: ({ before, most }) =>
        answer('retire', [before, most], { damaged: [], ...(retired.shift() ?? { rows: 7, isDone: true }) }),
      health: () => answer('health', [], health),
    },
    clock,
    retentionMs: () => 14 * day,
    onSealed: (blocks) => log.push(['sealed', blocks]),
    onRetired: (rows) => log.push(['retired', rows]),
    onHealth: (found) => log.push(['found', found]),
    onDamaged: (hours) => log.push(['damaged', hours]),
    onError: (what, error) =>
      log.push(error instanceof StoreError ? ['failed', what] : ['failed', what, String(error)]),
    onWorked: (what) => log.push(['worked', what]),
  });
  const named = (name: string) => log.filter(([first]) => first === name);
  return { clock, log, faults, stop, named };
}

describe('housekeeping', () => {
  it('seals hours that ended ten minutes ago, retires rows past their time and looks at the store, each minute', async () => {
    const { clock, log, stop } = scene([{ blocks: 3, isDone: true }]);
    await settled();
    expect(log).toEqual([
      ['seal', noon - 10 * minute, 100],
      ['sealed', 3],
      ['damaged', 0],
      ['worked', 'sealing'],
      ['retire', noon - 14 * day, 100],
      ['retired', 7],
      ['damaged', 0],
      ['worked', 'retiring head rows'],
      ['health'],
      ['found', health],
      ['damaged', 0],
      ['worked', 'looking at the store'],
    ]);
    log.length = 0;
    await clock.advance(minute - 1);
    expect(log).toEqual([]);
    await clock.advance(1);
    expect(log[0]).toEqual(['seal', noon - 9 * minute, 100]);
    await stop();
  });

  it('seals on until nothing is left', async () => {
    const { named, stop } = scene([
      { blocks: 100, isDone: false },
      { blocks: 100, isDone: false },
      { blocks: 5, isDone: true },
    ]);
    await settled();
    expect(named('sealed')).toEqual([
      ['sealed', 100],
      ['sealed', 100],
      ['sealed', 5],
    ]);
    expect(named('retire')).toHaveLength(1);
    await stop();
  });

  it('retires on until nothing is left', async () => {
    const { named, stop } = scene([], [{ rows: 6000, isDone: false }]);
    await settled();
    expect(named('retired')).toEqual([
      ['retired', 6000],
      ['retired', 7],
    ]);
    await stop();
  });

  it('goes on with the rest when one part fails, and tries again after a minute', async () => {
    const { clock, faults, named, stop } = scene();
    await settled();
    faults.set('seal', new StoreError('full', 'the disk is full'));
    await clock.advance(minute);
    expect(named('failed')).toEqual([['failed', 'sealing']]);
    expect(named('retired')).toHaveLength(2);
    expect(named('found')).toHaveLength(2);
    faults.clear();
    await clock.advance(minute);
    expect(named('worked').filter(([, what]) => what === 'sealing')).toHaveLength(2);
    await stop();
  });

  it('tells as failed what was passed over, does the rest, and tells when it is over', async () => {
    const place = { agreement: 'acme', source: 'api', vantage: 'main', hour: noon - day };
    const hours = ['this block', 'that block'].map((words) => ({ ...place, words }));
    const { clock, named, stop } = scene(
      [{ blocks: 1, isDone: true, damaged: hours.slice(0, 1) }],
      [
        { rows: 5, isDone: false },
        { rows: 1, isDone: true, damaged: hours },
      ],
    );
    await settled();
    expect(named('failed')).toEqual([
      [
        ...['failed', 'sealing'],
        'Error: hours with a damaged block were passed over: this block; upheld verify names them',
      ],
      [
        ...['failed', 'retiring head rows'],
        'Error: hours with a damaged block were passed over: this block, and 1 more; upheld verify names them',
      ],
    ]);
    expect(named('worked')).toEqual([['worked', 'looking at the store']]);
    expect(named('damaged').at(-1)).toEqual(['damaged', 3]);
    await clock.advance(minute);
    expect(named('damaged').at(-1)).toEqual(['damaged', 0]);
    expect(named('worked')).toHaveLength(4);
    await stop();
  });

  it('begins nothing more once it is stopped, and waits for what is under way', async () => {
    const { clock, named, stop } = scene([{ blocks: 100, isDone: false }]);
    await stop();
    expect(named('seal')).toHaveLength(1);
    expect(named('retire')).toHaveLength(0);
    await clock.advance(10 * minute);
    expect(named('seal')).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});
