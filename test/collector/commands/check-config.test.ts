import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig } from '@upheld/collector/commands/check-config';
import { loadConfiguration } from '@upheld/collector/config/load';
import type { Loaded } from '@upheld/collector/config/load';
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

/** The same is said of it, only elsewhere. */
function withoutPlaces(loaded: Loaded) {
  const warnings = loaded.warnings.map((warning) => ({ ...warning, file: '', line: 0, column: 0 }));
  return { ...loaded, warnings };
}

/** The smallest agreement with a trigger, so that nothing is to be said of default ones. */
const watched = `${readFileSync(join(examples, 'minimal.yaml'), 'utf8')}  triggers: [{ name: missed, when: { type: missed } }]\n`;

describe('upheld check-config', () => {
  it('says how much is good and ends with 0', async () => {
    expect(await run([join(fixtures, 'valid')])).toEqual({
      status: 0,
      out: '1 agreement, 0 amendments, 1 exclusion: no fault, 3 warnings\n',
      err: expect.stringContaining('acme.yaml: 3 warnings\n'),
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

  it('says that all is good where there is nothing to say', async () => {
    const folder = await folderOf({ 'acme.yaml': watched });
    expect(await run([folder])).toEqual({
      status: 0,
      out: '1 agreement, 0 amendments, 0 exclusions: all good\n',
      err: '',
    });
  });

  it('warns beside the result, which stays good: by file, with place, clause, reason and a line to paste', async () => {
    const agreement = watched.replace(
      'The API is available 99.5 % of each month.',
      'The API is available 99.5 % of the time, with prompt help from the operations team of the partner.',
    );
    const folder = await folderOf({
      'acme.yaml': agreement,
      'settings.yaml': readFileSync(join(examples, 'settings.yaml'), 'utf8'),
    });
    const { status, out, err } = await run([folder]);
    expect({ status, out }).toEqual({
      status: 0,
      out: '1 agreement, 0 amendments, 0 exclusions: no fault, 5 warnings\n',
    });
    expect(err.replaceAll(`${folder}/`, '').split('settings.yaml')[0]).toBe(
      [
        'acme.yaml: 1 warning',
        '  16:7    objectives.uptime',
        '          clause "The API is available 99.5 % of the time, with prompt help from the operations team',
        '          of the partner."',
        '          The clause states no period and says "prompt" without a measure, and there is no reading.',
        '          Propose: reading: "api answers in at least 99.5% of minutes, per calendar month."',
        '',
        '',
      ].join('\n'),
    );
  });

  it('prints the warnings of sound agreements after the faults of others', async () => {
    const folder = await folderWith(join(fixtures, 'invalid/empty.yaml'), join(fixtures, 'valid/acme.yaml'));
    const { status, err } = await run([folder]);
    expect(status).toBe(1);
    expect(err).toMatch(/\n1 fault\n\n.*\/acme\.yaml: 2 warnings\n/);
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
    expect(withoutPlaces(second)).toEqual(withoutPlaces(first));
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
