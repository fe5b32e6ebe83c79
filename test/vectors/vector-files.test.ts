import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { differingFiles, readVectors } from './vector-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'upheld-vectors-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder of vectors', () => {
  it('without a vector file is an error that says where to name one', () => {
    expect(() => readVectors(folder)).toThrow(/no \*\.json; name a folder of vectors in UPHELD_VECTORS/);
  });

  it('refuses a file without cases, for it would pass without a check', () => {
    writeFileSync(join(folder, 'empty.json'), '{ "kind": "empty", "spec": "none", "cases": [] }');
    expect(() => readVectors(folder)).toThrow(/cases/);
  });
});

describe('a copy', () => {
  it('differs in what changed and in what only one side has', () => {
    const other = mkdtempSync(join(tmpdir(), 'upheld-vectors-'));
    for (const [name, content] of Object.entries({
      'same.json': '1',
      'changed.json': '2',
      'gone.json': '3',
    })) {
      writeFileSync(join(other, name), content);
    }
    for (const [name, content] of Object.entries({
      'same.json': '1',
      'changed.json': '9',
      'new.json': '4',
    })) {
      writeFileSync(join(folder, name), content);
    }
    expect(differingFiles(folder, other)).toEqual(['changed.json', 'gone.json', 'new.json']);
    rmSync(other, { recursive: true });
  });
});
