// config/sources.md is a reference that people copy from: every block of it has to load.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import { describe, expect, it } from 'vitest';
import { examples, faultsOf, folderOf } from './folders.ts';

const reference = readFileSync(join(examples, '../sources.md'), 'utf8');
const blocks = [...reference.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, yaml = '']) => yaml);
const lists = blocks.filter((yaml) => /^(#|- name)/.test(yaml));
const settings = blocks.filter((yaml) => yaml.startsWith('apiVersion'));

/** The smallest agreement with the block's sources beside its own. */
function withSources(yaml: string): string {
  const minimal = readFileSync(join(examples, 'minimal.yaml'), 'utf8');
  const indented = yaml.replace(/^(?=.)/gm, '    ');
  return minimal.replace(/^ {2}sources:\n/m, (line) => `${line}${indented}`);
}

describe('config/sources.md', () => {
  it.each(lists.map((yaml) => [/name: (\S+)/.exec(yaml)?.[1] ?? '', yaml]))(
    'has sources that load as they stand: those from %s on',
    async (_first, yaml) => {
      expect(await faultsOf(await folderOf({ 'acme.yaml': withSources(yaml) }))).toEqual([]);
    },
  );

  it('has settings that load', async () => {
    expect(settings).toHaveLength(1);
    const files = { 'settings.yaml': settings[0] ?? '' };
    expect(await loadConfiguration(await folderOf(files), kinds)).toMatchObject({ ok: true });
  });

  it('shows an example of every kind that is asked, and names each that there is', () => {
    for (const { type } of kinds.sources) expect(reference).toContain(`\`${type}\``);
    const shown = new Set([...lists.join('\n').matchAll(/^ {2}type: (\S+)/gm)].map(([, type]) => type));
    const asked = kinds.sources.map(({ type }) => type).filter((type) => type !== 'import');
    expect([...shown].sort()).toEqual(asked.sort());
  });

  it('says of every reason whose it is', () => {
    const named = [...reference.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, word]) => word);
    expect(named).toEqual(expect.arrayContaining([...badReasons, ...unmeasuredReasons]));
  });
});
