import { describe, expect, it } from 'vitest';
import { defaultSettings } from '@upheld/shared/agreement/settings';
import { keepRunning } from '@upheld/collector/running';
import type { LoadResult } from '@upheld/collector/running';

type Configuration = Extract<LoadResult, { ok: true }>['configuration'];

const vantage = (name: string): Configuration => ({
  ...{ agreements: [], amendments: [], exclusions: [] },
  settings: { ...defaultSettings, vantage: name },
});
const good = (name: string): LoadResult => ({ ok: true, configuration: vantage(name), warnings: [] });

/** A configuration whose loads are answered by hand, in any order, on a clock that counts its readings. */
function scene() {
  const loads: { resolve(result: LoadResult): void; reject(error: Error): void }[] = [];
  let now = 0;
  const running = keepRunning(
    vantage('first'),
    () =>
      new Promise((resolve, reject) => {
        loads.push({ resolve, reject });
      }),
    () => (now += 1_000),
  );
  const load = async (index: number) => {
    await new Promise((resolve) => setImmediate(resolve));
    const asked = loads[index];
    if (asked === undefined) throw new Error(`nothing was loaded for the ${index + 1}. time`);
    return asked;
  };
  return { running, load, loads };
}

describe('the configuration in force', () => {
  it('is the first until a reload succeeds', async () => {
    const { running, load } = scene();
    expect(running.current().settings.vantage).toBe('first');
    expect(running.status()).toEqual({ loadedAt: 1_000, lastReloadSuccessful: true, faults: [] });
    const result = running.reload();
    (await load(0)).resolve(good('second'));
    expect(await result).toEqual(good('second'));
    expect(running.current().settings.vantage).toBe('second');
    expect(running.status()).toEqual({ loadedAt: 2_000, lastReloadSuccessful: true, faults: [] });
  });

  it('stays as it is when a reload finds faults, which it reports until one succeeds', async () => {
    const { running, load } = scene();
    const before = running.current();
    const bad = running.reload();
    (await load(0)).resolve({ ok: false, faults: ['acme.yaml:1:1: kind: got nothing'] });
    expect(await bad).toEqual({ ok: false, faults: ['acme.yaml:1:1: kind: got nothing'] });
    expect(running.current()).toBe(before);
    expect(running.status()).toEqual({
      loadedAt: 1_000,
      lastReloadSuccessful: false,
      faults: ['acme.yaml:1:1: kind: got nothing'],
    });
    const mended = running.reload();
    (await load(1)).resolve(good('second'));
    await mended;
    expect(running.status()).toEqual({ loadedAt: 2_000, lastReloadSuccessful: true, faults: [] });
  });

  it('stays as it is when the files cannot be read at all, and the next reload is not hindered', async () => {
    const { running, load } = scene();
    const bad = running.reload();
    (await load(0)).reject(new Error('EIO: i/o error, read'));
    expect(await bad).toEqual({
      ok: false,
      faults: ['the configuration cannot be read: EIO: i/o error, read'],
    });
    expect(running.status().lastReloadSuccessful).toBe(false);
    const next = running.reload();
    (await load(1)).resolve(good('second'));
    await next;
    expect(running.current().settings.vantage).toBe('second');
  });

  it('ends with what was asked for last when two reloads are asked for at once', async () => {
    const { running, load, loads } = scene();
    const [one, other] = [running.reload(), running.reload()];
    const first = await load(0);
    expect(loads).toHaveLength(1);
    first.resolve(good('second'));
    await one;
    (await load(1)).resolve(good('third'));
    await other;
    expect(running.current().settings.vantage).toBe('third');
  });
});
