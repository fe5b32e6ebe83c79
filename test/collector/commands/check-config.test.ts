import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '@upheld/collector/commands/check-config';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { examples, fixtures, folderOf, folderWith } from '../config/folders.ts';

async function run(args: string[], folder = 'nowhere') {
  let [out, err] = ['', ''];
  const status = await checkConfig(args, {
    kinds,
    folder,
    now: () => Date.UTC(2026, 6, 1),
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
  });
  return { status, out, err };
}

const notJudged =
  'acme: this release does not judge updateEvery, resolution, obligations, kpis, credits, correctiveAction yet; follow that elsewhere';
const notSent = 'settings: this release sends nothing to channels yet; follow the dashboard or /metrics';

describe('upheld check-config', () => {
  it('says how much is good and ends with 0', async () => {
    expect(await run([join(fixtures, 'valid')])).toEqual({
      status: 0,
      out: '1 agreement, 1 exclusion: all good\n',
      err: `warning: ${notJudged}\nwarning: ${notSent}\n`,
    });
  });

  it('checks the configured folder when none is named', async () => {
    expect(await run([], join(fixtures, 'valid'))).toMatchObject({ status: 0 });
  });

  it('prints each fault on a line of its own, counts them and ends with 1', async () => {
    const folder = await folderWith(join(fixtures, 'invalid/several-at-once.yaml'));
    const { status, out, err } = await run([folder]);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    const expected = readFileSync(join(fixtures, 'invalid/several-at-once.txt'), 'utf8').trimEnd();
    expect(err.replaceAll(`${folder}/`, '')).toBe(`${expected}\n4 faults\n`);
  });

  it('says one fault in the singular', async () => {
    const { err } = await run([await folderWith(join(fixtures, 'invalid/empty.yaml'))]);
    expect(err).toMatch(/\n1 fault\n$/);
  });

  it('warns beside the result, which stays good', async () => {
    const folder = await folderWith(join(examples, 'minimal.yaml'), join(examples, 'settings.yaml'));
    const { status, out, err } = await run([folder]);
    expect({ status, out }).toEqual({ status: 0, out: '1 agreement, 0 exclusions: all good\n' });
    expect(err.split('\n')[0]).toBe(
      'warning: settings: channels.chat is for working-group, which no agreement has under governance.bodies; add it there, such as { name: working-group, ... }',
    );
  });

  it.each([
    [['one', 'two'], 'name one folder\nusage: upheld check-config [FOLDER] [--effective]\n'],
    [['--efective'], 'usage: upheld check-config [FOLDER] [--effective]\n'],
  ])('answers %j with its usage and 2', async (args, expected) => {
    const { status, err } = await run(args);
    expect(status).toBe(2);
    expect(err).toContain(expected);
  });
});

describe('upheld check-config --effective', () => {
  it.each([
    ['everything', join(fixtures, 'valid/acme.yaml')],
    ['the smallest agreement', join(examples, 'minimal.yaml')],
  ])('prints files with every default that load as the same configuration: %s', async (_, file) => {
    const folder = await folderWith(file);
    const { status, out } = await run([folder, '--effective']);
    expect(status).toBe(0);
    const [first, second] = [
      await loadConfiguration(folder, kinds),
      await loadConfiguration(await folderOf({ 'effective.yaml': out }), kinds),
    ];
    expect(first.ok).toBe(true);
    expect(second).toEqual(first);
  });

  it('fills in the defaults that the smallest agreement leaves out', async () => {
    const { out } = await run([await folderWith(join(examples, 'minimal.yaml')), '--effective']);
    const defaults = [
      'every: 60s',
      'attempts: 1',
      'agreeing: 1',
      'timeout: 10s',
      'calendar: always',
      'timeSliceTarget: 50%',
      'combine: all',
      'notMeasured: undetermined',
      'coverageFloor: 95%',
      'minimumSample: 1',
      'weight: 1',
      'closeAfter: 5bd',
      'disputeWithin: 30d',
      'vantage: main',
    ];
    for (const line of defaults) expect(out).toMatch(new RegExp(`^ +(- )?${line}$`, 'm'));
    expect(out).toMatch(/status:\n +- 200-299\n/);
  });
});
