// Runs every case of the independent oracle's vectors through the functions that the collector calls.
// Nothing is skipped: a kind without an adapter fails, and so does an adapter without cases.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds } from './registry.ts';
import { compareExactly } from './vector-kind.ts';
import { differingFiles, original, ownCopy, readVectors } from './vector-files.ts';

const folder = process.env['UPHELD_VECTORS'] ?? ownCopy;
const files = readVectors(folder);

for (const { kind, cases } of files) {
  describe(`vectors of ${kind}`, () => {
    const adapter = kinds.find((candidate) => candidate.kind === kind);
    if (adapter === undefined) {
      it('have an adapter', () =>
        expect.fail(`no adapter for "${kind}"; write test/vectors/kinds/${kind}.ts and register it`));
      return;
    }
    for (const { title, input, expected } of cases) {
      it(title, () => (adapter.compare ?? compareExactly)(adapter.run(input), expected));
    }
  });
}

describe('the set of vectors', () => {
  it('is counted per kind, and the copy has cases for every adapter', () => {
    console.log(`vectors run: ${files.map(({ kind, cases }) => `${kind} ${cases.length}`).join(', ')}`);
    const copied = readVectors(ownCopy).map(({ kind }) => kind);
    expect(copied.sort()).toEqual(kinds.map(({ kind }) => kind).sort());
  });

  it.skipIf(!existsSync(original))(
    'is the same in the copy and in its original (skipped without one)',
    () => {
      expect(differingFiles(ownCopy, original)).toEqual([]);
    },
  );
});
