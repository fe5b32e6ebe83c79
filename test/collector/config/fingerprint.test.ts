import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprinting, fingerprintsOf } from '@upheld/collector/config/fingerprint';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { fixtures, folderOf } from './folders.ts';

const acme = readFileSync(join(fixtures, 'valid/acme.yaml'), 'utf8');
const [agreement = '', exclusion = '', settings = ''] = acme.split('---\n');
const globex = agreement.replace('name: acme\n', 'name: globex\n');

async function loaded(files: Record<string, string>) {
  const result = await loadConfiguration(await folderOf(files), kinds);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.configuration;
}

const hashesOf = async (files: Record<string, string>) => fingerprintsOf(await loaded(files));

/** The fixture, with something said otherwise. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

describe('the hashes of a configuration', () => {
  it('do not depend on files, on their order, on comments and on the order of keys', async () => {
    const labels = 'labels: { tier: strategic';
    const labelled = changed(acme, labels, `${labels}, region: eu`);
    const first = await hashesOf({ 'a.yaml': labelled, 'b.yaml': globex });
    const again = {
      '1.yaml': globex,
      '2.yaml': changed(exclusion, 'apiVersion', '# A word to whoever reads this.\napiVersion'),
      '3.yaml': settings,
      '4.yaml': `kind: Agreement\n${changed(changed(agreement, 'kind: Agreement\n', ''), labels, 'labels: { region: eu, tier: strategic')}`,
    };
    expect(await hashesOf(again)).toEqual(first);
    expect(Object.keys(first)).toEqual(['terms', 'settings/berlin']);
    expect(first['terms']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are others for other terms, another exclusion and one agreement more', async () => {
    const first = await hashesOf({ 'a.yaml': acme });
    const others = [
      { 'a.yaml': changed(acme, 'Us x Acme', 'Us and Acme') },
      { 'a.yaml': agreement, 'b.yaml': settings },
      { 'a.yaml': acme, 'b.yaml': globex },
    ];
    for (const files of others) {
      const hashes = await hashesOf(files);
      expect(hashes['terms']).not.toBe(first['terms']);
      expect(hashes['settings/berlin']).toBe(first['settings/berlin']);
    }
  });

  it('of settings are compared under one vantage, but for what is let go of', async () => {
    const first = await hashesOf({ 'a.yaml': acme });
    const elsewhere = await hashesOf({ 'a.yaml': changed(acme, 'vantage: berlin', 'vantage: boston') });
    expect(Object.keys(elsewhere)).toEqual(['terms', 'settings/boston']);
    expect(elsewhere['terms']).toBe(first['terms']);
    const shorter = await hashesOf({ 'a.yaml': changed(acme, 'samples: 30d', 'samples: 20d') });
    expect(shorter['terms']).not.toBe(first['terms']);
    expect(shorter['settings/berlin']).not.toBe(first['settings/berlin']);
  });

  it('follow a reload', async () => {
    let current = await loaded({ 'a.yaml': acme });
    const hashes = fingerprinting(() => current);
    const first = hashes();
    expect(hashes()).toBe(first);
    current = await loaded({ 'a.yaml': acme, 'b.yaml': globex });
    expect(hashes()).toEqual(fingerprintsOf(current));
    expect(hashes()).not.toEqual(first);
  });
});
