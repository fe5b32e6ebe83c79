import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '@upheld/collector/config/load';
import { warningLine } from '@upheld/collector/config/warning';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { examples, folderOf } from './folders.ts';

/** It names its trigger, so that nothing is to be said of default ones. */
const minimal = `${readFileSync(join(examples, 'minimal.yaml'), 'utf8')}  triggers: [{ name: missed, when: { type: missed } }]\n`;
const silent = minimal.replace('99.5 % of each month', '99.5 % of the time');

async function warningsIn(files: Record<string, string>) {
  const folder = await folderOf(files);
  const { warnings } = await loadConfiguration(folder, kinds);
  return warnings.map((warning) => ({ ...warning, file: warning.file.replace(`${folder}/`, '') }));
}

/** The file with a line put behind that of a warning, as deep as that one's own keys. */
function pasted(file: string, { line, column }: { line: number; column: number }, proposal: string): string {
  const lines = file.split('\n');
  return [...lines.slice(0, line), `${' '.repeat(column - 1)}${proposal}`, ...lines.slice(line)].join('\n');
}

describe('a warning in a file', () => {
  it('is one line in the log: place, path, why, clause, proposal', async () => {
    expect((await warningsIn({ 'acme.yaml': silent })).map(warningLine)).toEqual([
      'acme.yaml:16:7: objectives.uptime: the clause states no period, and there is no reading ' +
        '(clause "The API is available 99.5 % of the time."); ' +
        'propose: reading: "api answers in at least 99.5% of minutes, per calendar month."',
    ]);
  });

  it('is gone once its proposal is pasted where it stands', async () => {
    const [warning] = await warningsIn({ 'acme.yaml': silent });
    if (warning === undefined) throw new Error('no warning');
    expect(await warningsIn({ 'acme.yaml': pasted(silent, warning, warning.proposal ?? '') })).toEqual([]);
  });

  it('stands at the value that it is about, of the document that it is about', async () => {
    const second = silent.replace('name: acme }', 'name: lumen }').replace('target: 99.5%', 'target: 100%');
    expect(await warningsIn({ 'both.yaml': `${silent}---\n${second}` })).toMatchObject([
      { agreement: 'acme', rule: 'reading', line: 16, column: 7 },
      { agreement: 'lumen', rule: 'reading', line: 39, column: 7 },
      { agreement: 'lumen', rule: 'full-target', line: 43, column: 38 },
    ]);
  });

  it('that an amendment brings stands in the change that brings it', async () => {
    const amendment = [
      'apiVersion: upheld/v1',
      'kind: Amendment',
      'metadata: { name: acme-a1 }',
      'spec:',
      '  agreement: acme',
      '  effective: { from: 2026-07-16 }',
      '  changes:',
      '    - { path: calendars.business, to: { timeZone: UTC, weekly: { mon: ["09:00-17:00"] } } }',
      '    - { path: objectives.uptime.objective.target, from: 99.5%, to: 100% }',
      '  signatures:',
      '    - { party: us, by: Ina Weiss, at: 2026-06-10T14:00:00Z }',
      '    - { party: acme, by: Tom Falk, at: 2026-06-10T14:00:00Z }',
    ].join('\n');
    expect(await warningsIn({ 'acme.yaml': minimal, 'amendment.yaml': amendment })).toMatchObject([
      { file: 'amendment.yaml', rule: 'full-target', line: 9, column: 15 },
    ]);
  });

  it('about a whole file or folder has no place in it', async () => {
    const [warning] = await warningsIn({ 'acme.yaml': minimal, 'acme.yml': minimal });
    expect(warning && warningLine(warning)).toMatch(
      /^acme\.yml: files end in \.yaml, so this one is not read; propose: mv /,
    );
  });
});
