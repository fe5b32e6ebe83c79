import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { examples, faultsOf, folderOf, folderWith } from './folders.ts';

const example = (name: string) => join(examples, name);

describe('the examples', () => {
  it.each(readdirSync(examples))('name the schema for editors in their first line: %s', (name) => {
    expect(readFileSync(example(name), 'utf8').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../upheld.schema.json',
    );
  });

  it('begin with a smallest agreement and settings that load as they are', async () => {
    const folder = await folderWith(example('minimal.yaml'), example('settings.yaml'));
    expect(await loadConfiguration(folder, kinds)).toMatchObject({ ok: true });
  });

  it('have an exclusion that loads beside the agreement that it names', async () => {
    const exclusion = readFileSync(example('amendment-and-exclusion.yaml'), 'utf8').split('---\n')[1] ?? '';
    const folder = await folderOf({
      'minimal.yaml': readFileSync(example('minimal.yaml'), 'utf8'),
      'exclusion.yaml': exclusion
        .replace('agreement: northwind-lumen', 'agreement: acme')
        .replace('[orders-api]', '[api]')
        .replace('party: lumen', 'party: acme')
        .replace('party: northwind', 'party: us'),
    });
    expect(await loadConfiguration(folder, kinds)).toMatchObject({
      configuration: { exclusions: [{ name: 'lumen-maintenance-2026-08-12', approved: true }] },
    });
  });

  it('show a full contract, of which only kinds to come are refused, each with those there are', async () => {
    const folder = await folderWith(example('northwind-lumen.yaml'), example('amendment-and-exclusion.yaml'));
    const faults = (await faultsOf(folder)).map(
      (line) => line.replace(/^[^:]+:\d+:\d+: /, '').split(', such as')[0],
    );
    const trigger = 'one of burn-rate, irrecoverable, missed, response-missed';
    expect(faults).toEqual([
      `triggers.budget-spent.when.type: got "budget-exhausted"; ${trigger}`,
      `triggers.sustained.when.type: got "consecutive-misses"; ${trigger}`,
      `triggers.chronic.when.type: got "misses-within"; ${trigger}`,
      `triggers.floor.when.type: got "below-critical"; ${trigger}`,
      `triggers.obligation-late.when.type: got "obligation-overdue"; ${trigger}`,
      `triggers.kpi-short.when.type: got "kpi-below-target"; ${trigger}`,
    ]);
  });
});

describe('the annotated agreement of config/README.md', () => {
  it('loads without fault and without a warning', async () => {
    const readme = readFileSync(example('../README.md'), 'utf8');
    const yaml = readme.match(/```yaml\n([\s\S]+?)```/)?.[1] ?? '';
    expect(await loadConfiguration(await folderOf({ 'acme.yaml': yaml }), kinds)).toMatchObject({
      ok: true,
      warnings: [],
      configuration: { agreements: [{ name: 'acme' }] },
    });
  });
});
