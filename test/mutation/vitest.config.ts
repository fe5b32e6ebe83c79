// The tests that mutants are held against: those of shared/ and the vectors, in copies of the checkout.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
  root,
  resolve: {
    // node_modules of a copy lead back to the checkout: the mutants are in the copy.
    alias: [{ find: /^@upheld\/shared\/(.*)$/, replacement: `${root}shared/src/$1.ts` }],
  },
  test: {
    include: ['test/shared/**/*.test.ts', 'test/vectors/vectors.test.ts'],
    setupFiles: ['test/properties.ts'],
    testTimeout: 30_000,
  },
});
