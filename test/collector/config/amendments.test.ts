// Amendments as files beside the agreement: loading, checking, printing and reloading them.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionsOf } from '@upheld/shared/agreement/versions';
import { checkConfig } from '@upheld/collector/commands/check-config';
import { loadConfiguration } from '@upheld/collector/config/load';
import type { Configuration } from '@upheld/collector/config/configuration';
import { faultLine } from '@upheld/collector/config/fault';
import { kinds } from '@upheld/collector/kinds';
import { keepRunning } from '@upheld/collector/running';
import { describe, expect, it } from 'vitest';
import { examples, folderOf } from './folders.ts';

const minimal = readFileSync(join(examples, 'minimal.yaml'), 'utf8');
const example = readFileSync(join(examples, 'minimal-amendment.yaml'), 'utf8');
const day = 86_400_000;
/** 16 July 2026 begins in Berlin. */
const july16 = Date.UTC(2026, 6, 15, 22);

/** An amendment of minimal.yaml in one line of change. */
const amendment = (name: string, from: string, change: string, signatures = ['us', 'acme']) => `
apiVersion: upheld/v1
kind: Amendment
metadata: { name: ${name} }
spec:
  agreement: acme
  effective: { from: ${from} }
  changes: [${change}]
  signatures: [${signatures.map((party) => `{ party: ${party}, by: Ina Weiss, at: 2026-06-10T14:00:00Z }`).join()}]
`;
const target = (from: string, to: string) =>
  `{ path: objectives.uptime.objective.target, from: ${from}, to: ${to} }`;
const first = amendment('acme-a1', '2026-07-16', target('99.5%', '99.9%'));
const second = amendment('acme-a2', '2026-09-01', target('99.9%', '99.95%'));
const draft = amendment('acme-a3', '2026-10-01', target('99.95%', '99.99%'), ['us']);

async function load(folder: string): Promise<Configuration> {
  const loaded = await loadConfiguration(folder, kinds);
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'));
  return loaded.configuration;
}

async function check(folder: string, now: number, ...args: string[]) {
  let [out, err] = ['', ''];
  const status = await checkConfig([folder, ...args], {
    ...{ kinds, folder, now: () => now },
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
  });
  return { status, out, err };
}

const targets = ({ agreements }: Configuration) =>
  agreements.flatMap(versionsOf).map(({ terms }) => terms.objectives[0]?.objective.target);

describe('the example of an amendment', () => {
  it('loads beside the agreement that it amends, and each of its changes acts', async () => {
    const folder = await folderOf({ 'minimal.yaml': minimal, 'amendment.yaml': example });
    const [agreement] = (await load(folder)).agreements;
    expect(agreement?.amended).toMatchObject([
      {
        ...{ name: 'acme-a1', from: july16 },
        terms: {
          sources: [
            { name: 'api', every: '30s' },
            { name: 'orders', every: '60s' },
          ],
          objectives: [
            { objective: { target: '99.9%' }, clause: null, indicator: { sources: ['api', 'orders'] } },
          ],
        },
      },
    ]);
  });

  it('has a comment at each thing that it shows', () => {
    const shown = example.split('\n').filter((line) => /^ {4}- \{ path/.test(line));
    const explained = example.match(/^ {4}# .+\n {4}- \{ path/gm) ?? [];
    expect([shown.length, explained.length]).toEqual([5, 5]);
  });
});

describe('the amendment of the full contract', () => {
  it('loads beside any agreement that has what it quotes', async () => {
    const [full = ''] = readFileSync(join(examples, 'amendment-and-exclusion.yaml'), 'utf8').split('---\n');
    const adapted = full
      .replace('agreement: northwind-lumen', 'agreement: acme')
      .replace('from: 99.9%', 'from: 99.5%')
      .replace('party: northwind', 'party: us')
      .replace('party: lumen', 'party: acme');
    const folder = await folderOf({ 'minimal.yaml': minimal, 'amendment.yaml': adapted });
    expect(targets(await load(folder))).toEqual(['99.5%', '99.95%']);
  });
});

describe('the amendment of config/README.md', () => {
  it('loads beside the agreement there', async () => {
    const readme = readFileSync(join(examples, '../README.md'), 'utf8');
    const documents = [...readme.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, yaml]) => yaml);
    const { agreements } = await load(await folderOf({ 'acme.yaml': documents.join('---\n') }));
    expect(agreements.map(({ amended }) => amended.length)).toEqual([1]);
  });
});

describe('amendments in a folder', () => {
  it.each([
    [{ 'a.yaml': minimal, 'b.yaml': first, 'c.yaml': second }],
    [{ 'a.yaml': second, 'b.yaml': first, 'c.yaml': minimal }],
    [{ 'a.yaml': [second, minimal, first].join('---\n') }],
  ])('are the same in whatever order and files they stand: %j', async (files) => {
    expect(targets(await load(await folderOf(files)))).toEqual(['99.5%', '99.9%', '99.95%']);
  });

  it('that not every party has signed are known and change nothing, and a warning says who is missing', async () => {
    const folder = await folderOf({ 'a.yaml': minimal, 'b.yaml': first + '---' + second + '---' + draft });
    const loaded = await loadConfiguration(folder, kinds);
    expect(loaded).toMatchObject({
      configuration: { amendments: [{ name: 'acme-a1' }, { name: 'acme-a2' }, { name: 'acme-a3' }] },
    });
    expect(loaded.warnings.filter(({ rule }) => rule === 'unsigned')).toMatchObject([
      {
        ...{ agreement: 'acme', file: join(folder, 'b.yaml'), line: 27 },
        why: 'acme has not signed this, so it does not act',
        proposal: '- { party: acme, by: Tom Falk, at: ... } # under signatures',
      },
    ]);
    expect(targets(await load(folder))).toEqual(['99.5%', '99.9%', '99.95%']);
  });
});

describe('upheld check-config', () => {
  it('counts and lists amendments by date, and says which are in force, to come, or not signed', async () => {
    const folder = await folderOf({ 'a.yaml': draft, 'b.yaml': second, 'c.yaml': first, 'd.yaml': minimal });
    const { status, out } = await check(folder, july16);
    expect(status).toBe(0);
    expect(out).toMatch(/^1 agreement, 3 amendments, 0 exclusions: no fault, \d warnings?\n/);
    expect(out.split('\n').slice(1)).toEqual([
      '  acme-a1 amends acme from 2026-07-16, 1 change: in force',
      '  acme-a2 amends acme from 2026-09-01, 1 change: to come',
      '  acme-a3 amends acme from 2026-10-01, 1 change: not signed by acme',
      '',
    ]);
  });

  it.each([
    ['before the first', july16 - 1, '', ['99.5%', '99.9%', '99.95%'], 3],
    ['from its instant on', july16, '# acme as amended by acme-a1\n', ['99.9%', '99.95%'], 2],
    ['behind the last', july16 + 60 * day, '# acme as amended by acme-a1, acme-a2\n', ['99.95%'], 1],
    ['behind all', july16 + 365 * day, '# acme as amended by acme-a1, acme-a2\n', ['99.95%'], 0],
  ])('prints the terms in force %s, and what is to come', async (_, now, head, expected, toCome) => {
    const folder = await folderOf({ 'a.yaml': [minimal, first, second, draft].join('---\n') });
    const { out } = await check(folder, now, '--effective');
    expect(out.split('apiVersion')[0]).toBe(head);
    const printed = await load(await folderOf({ 'effective.yaml': out }));
    expect(targets(printed)).toEqual(expected);
    expect(printed.amendments).toHaveLength(toCome);
  });
});

describe('a reload', () => {
  it('takes over a new amendment, and a bad one keeps what runs', async () => {
    const folder = await folderOf({ 'acme.yaml': minimal, 'a1.yaml': first });
    const running = keepRunning(
      await load(folder),
      async () => {
        const loaded = await loadConfiguration(folder, kinds);
        return loaded.ok
          ? { ...loaded, warnings: [] }
          : { ok: false as const, faults: loaded.faults.map(faultLine) };
      },
      () => 0,
    );
    await writeFile(join(folder, 'a2.yaml'), second.replace('99.9%', '99.8%'));
    const before = running.current();
    expect(await running.reload()).toEqual({
      ok: false,
      faults: [
        `${folder}/a2.yaml:8:63: changes.objectives.uptime.objective.target.from: got 99.8%; what stands there is 99.9%; from quotes what is replaced, such as from: 99.9%`,
      ],
    });
    expect(running.current()).toBe(before);
    expect(targets(running.current())).toEqual(['99.5%', '99.9%']);
    await writeFile(join(folder, 'a2.yaml'), second);
    expect(await running.reload()).toMatchObject({ ok: true });
    expect(targets(running.current())).toEqual(['99.5%', '99.9%', '99.95%']);
  });
});
