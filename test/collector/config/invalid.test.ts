import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, fixtures, folderWith } from './folders.ts';

const invalid = join(fixtures, 'invalid');
const names = readdirSync(invalid)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

const form = /^[\w-]+\.yaml:\d+:\d+: [^:]+: got .+; .+, such as .+$/;

describe('a file with one thing wrong', () => {
  it('is kept for each of at least forty faults, with its exact messages', () => {
    expect(names.length).toBeGreaterThanOrEqual(40);
    expect(readdirSync(invalid).filter((file) => file.endsWith('.txt'))).toHaveLength(names.length);
  });

  it.each(names)('reports %s with its place, what stands there, and what to do', async (name) => {
    const expected = readFileSync(join(invalid, `${name}.txt`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(await faultsOf(await folderWith(join(invalid, `${name}.yaml`)))).toEqual(expected);
    for (const line of expected) expect(line).toMatch(form);
  });
});
