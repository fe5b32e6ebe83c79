// Runs every case of the independent oracle's vectors through the functions that the collector calls.
// Nothing is skipped in silence: kinds that are still to be built are named in one line of the output.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kinds, notYetBuilt } from './registry.ts';
import { compareExactly } from './vector-kind.ts';
import { differingFiles, original, ownCopy, readVectors } from './vector-files.ts';

const folder = process.env['UPHELD_VECTORS'] ?? ownCopy;
const files = readVectors(folder);
const waiting = files.filter(({ kind }) => notYetBuilt.includes(kind));

for (const { kind, cases } of files) {
  if (notYetBuilt.includes(kind)) continue;
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
  it('is counted per kind, and kinds that are still to be built are named', () => {
    const counts = files
      .filter((file) => !waiting.includes(file))
      .map(({ kind, cases }) => `${kind} ${cases.length}`);
    console.log(`vectors run: ${counts.join(', ')}`);
    if (waiting.length > 0) {
      const names = waiting.map(({ kind, cases }) => `${kind} ${cases.length}`);
      console.warn(`vectors NOT run, their part is still to be built: ${names.join(', ')}`);
    }
    expect(counts.length).toBeGreaterThan(0);
  });

  it('names no kind both as built and as still to be built', () => {
    expect(kinds.filter(({ kind }) => notYetBuilt.includes(kind))).toEqual([]);
  });

  it.skipIf(!existsSync(original))(
    'is the same in the copy and in its original (skipped without one)',
    () => {
      expect(differingFiles(ownCopy, original)).toEqual([]);
    },
  );
});
