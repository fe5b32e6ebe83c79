import { defineConfig } from 'vitest/config';

// The main suite. test/real has a runner of its own, because it needs servers from Debian's packages.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**', '**/node_modules/**'],
    setupFiles: ['test/properties.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
});
