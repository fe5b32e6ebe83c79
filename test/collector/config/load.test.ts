import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { faultsOf, fixtures, folderOf } from './folders.ts';

const acme = readFileSync(join(fixtures, 'valid/acme.yaml'), 'utf8');
const [agreement = '', exclusion = '', settings = ''] = acme.split('---\n');

/** What is told of the fixture: its second severity counts more than a day, some of its parts are not judged. */
const told = [{ rule: 'service-hours' }, { rule: 'not-judged' }];

describe('a folder of files', () => {
  it('holds agreements, exclusions and settings, several documents a file', async () => {
    const loaded = await loadConfiguration(join(fixtures, 'valid'), kinds);
    expect(loaded).toMatchObject({
      ok: true,
      warnings: [...told, { rule: 'not-sent', agreement: null, line: 163, column: 5 }],
      configuration: {
        agreements: [{ name: 'acme', displayName: 'Us x Acme', fiscalYearStart: 4 }],
        exclusions: [{ name: 'maintenance-2026-08-12', approved: true }],
        settings: { vantage: 'berlin', retention: { samples: '30d' } },
      },
    });
  });

  it('reads the documents of several files as one', async () => {
    const folder = await folderOf({ 'a.yaml': exclusion, 'b.yaml': agreement, 'c.yaml': settings });
    expect(await loadConfiguration(folder, kinds)).toMatchObject({
      ok: true,
      configuration: { agreements: [{ name: 'acme' }], exclusions: [{ agreement: 'acme' }] },
    });
  });

  it('gives an exclusion its window as instants', async () => {
    const folder = await folderOf({ 'a.yaml': acme });
    // 2026-08-12T11:00+02:00 is 09:00 UTC; 2026-08-12 is day 20677 since 1970-01-01 (56 years: 20454 days
    // up to 2026-01-01, then 223 days), so 20677 * 86400 s + 32400 s = 1786525200 s. It lasts 90 minutes.
    const start = 1_786_525_200_000;
    expect(await loadConfiguration(folder, kinds)).toMatchObject({
      configuration: { exclusions: [{ window: { start, end: start + 90 * 60_000 } }] },
    });
  });

  it('leaves an exclusion without effect that the asking party approved itself, and warns', async () => {
    const selfApproved = exclusion.replace('approvedBy: { party: us', 'approvedBy: { party: acme');
    const loaded = await loadConfiguration(
      await folderOf({ 'a.yaml': agreement, 'b.yaml': selfApproved }),
      kinds,
    );
    expect(loaded).toMatchObject({ ok: true, configuration: { exclusions: [{ approved: false }] } });
    expect(loaded).toMatchObject({
      warnings: [
        ...told,
        {
          rule: 'self-approved',
          file: expect.stringMatching(/b\.yaml$/),
          line: 12,
          why: 'acme asked for this and approved it too, so it does not act until the other party approves',
          proposal: 'approvedBy: { party: us, by: Ina Weiss, at: ... }',
        },
      ],
    });
  });

  it('has default settings without a Settings document', async () => {
    expect(await loadConfiguration(await folderOf({ 'a.yaml': agreement }), kinds)).toMatchObject({
      configuration: {
        settings: { vantage: 'main', egress: { allow: [] }, controls: [], retention: { samples: '14d' } },
      },
    });
  });

  it('is an empty portfolio without agreements, and says how to begin', async () => {
    const folder = await folderOf({});
    expect(await loadConfiguration(folder, kinds)).toMatchObject({
      ok: true,
      configuration: { agreements: [], exclusions: [] },
      warnings: [
        {
          ...{ rule: 'empty-portfolio', agreement: null, file: folder, path: '', line: 0, column: 0 },
          clause: null,
          why: 'there is no agreement here yet: copy the smallest one, name your partner and its URL in it, and reload',
          proposal: `cp config/examples/minimal.yaml ${folder}`,
        },
      ],
    });
  });

  it('reads no sub-folders, hidden files or other endings, and warns of .yml', async () => {
    const broken = 'nonsense';
    const folder = await folderOf({
      'acme.yaml': agreement,
      'old/acme.yaml': broken,
      'folder.yaml/acme.yaml': broken,
      '.acme.yaml': broken,
      'acme.yaml.bak': broken,
      'acme.yml': broken,
    });
    expect(await loadConfiguration(folder, kinds)).toMatchObject({
      ok: true,
      warnings: [{ rule: 'ending', proposal: `mv ${folder}/acme.yml ${folder}/acme.yaml` }, ...told],
    });
  });
});

describe('faults of a folder', () => {
  it('are reported for all files at once, in reading order', async () => {
    const folder = await folderOf({
      'b.yaml': agreement.replace('target: 99.9%', 'target: 999%').replace('from: 2026-01-01', 'from: today'),
      'a.yaml': settings.replace('samples: 30d', 'samples: 30m'),
    });
    expect(await faultsOf(folder)).toEqual([
      'a.yaml:13:25: retention.samples: got 30m; a duration is a whole number of days (d) or weeks (w), such as 14d',
      'b.yaml:11:22: effective.from: got "today"; from is a date that exists, such as 2026-01-01',
      'b.yaml:64:38: objectives.uptime.objective.target: got 999%; a target is between 0% and 100%, such as 99.9%',
    ]);
  });

  it('name a folder that is not there', async () => {
    const folder = join(await folderOf({}), 'missing');
    expect(await faultsOf(folder)).toEqual([
      `${folder}:1:1: folder: got nothing; a folder of files that end in .yaml, such as config`,
    ]);
  });

  it('name a file that is no text', async () => {
    const folder = await folderOf({ 'a.yaml': new Uint8Array([0x61, 0xff, 0xfe]) });
    expect(await faultsOf(folder)).toEqual([
      'a.yaml:1:1: file: got bytes that are not UTF-8; a file of UTF-8 text that may be read, such as config/acme.yaml',
    ]);
  });

  it('name a file of more than 4 MiB', async () => {
    const folder = await folderOf({ 'a.yaml': `# ${'x'.repeat(4 * 1024 * 1024)}` });
    expect(await faultsOf(folder)).toEqual([
      'a.yaml:1:1: file: got more than 4 MiB; a file has at most 4 MiB; split it, such as one file for each agreement',
    ]);
  });

  it('do not call an agreement unknown that may stand in an unreadable file', async () => {
    const folder = await folderOf({
      'a.yaml': agreement.replace('kind: Agreement', 'kind: [Agreement'),
      'b.yaml': exclusion,
    });
    const faults = await faultsOf(folder);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^a\.yaml:/);
  });

  it('do not call an agreement unknown that may stand in a file that is no text', async () => {
    const folder = await folderOf({ 'a.yaml': new Uint8Array([0xff]), 'b.yaml': exclusion });
    expect((await faultsOf(folder)).map((line) => line.split(':')[0])).toEqual(['a.yaml']);
  });

  it('place a key without a value at the key', async () => {
    expect(
      await faultsOf(
        await folderOf({ 'a.yaml': exclusion.replace('{ name: maintenance-2026-08-12 }', '{ name }') }),
      ),
    ).toEqual([
      'a.yaml:3:13: metadata.name: got nothing; a name has up to 63 lower-case letters, digits and hyphens, such as maintenance-2026-08-12',
      'a.yaml:5:14: agreement: got "acme"; no agreement is in this folder, such as acme',
    ]);
  });

  it('place what an alias repeats where it is written', async () => {
    const shared = agreement
      .replace('objective: { op: ">=", target: 99.9%,', 'objective: &goal { op: ">=", target: 199.9%,')
      .replace('objective: { op: ">=", target: 95% }', 'objective: *goal');
    expect(await faultsOf(await folderOf({ 'a.yaml': shared }))).toEqual([
      'a.yaml:64:44: objectives.api-latency.objective.target: got 199.9%; a target is between 0% and 100%, such as 99.9%',
      'a.yaml:64:44: objectives.uptime.objective.target: got 199.9%; a target is between 0% and 100%, such as 99.9%',
    ]);
  });

  it('place an alias of one value at the alias', async () => {
    const shared = agreement
      .replace('objective: { op: ">=", target: 99.9%,', 'objective: { op: ">=", target: &high 199.9%,')
      .replace('target: 95% }\n      period: quarter', 'target: *high }\n      period: quarter');
    expect(await faultsOf(await folderOf({ 'a.yaml': shared }))).toEqual([
      'a.yaml:64:44: objectives.uptime.objective.target: got 199.9%; a target is between 0% and 100%, such as 99.9%',
      'a.yaml:72:38: objectives.api-latency.objective.target: got 199.9%; a target is between 0% and 100%, such as 99.9%',
    ]);
  });
});
