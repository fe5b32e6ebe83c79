import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The suite starts some thousand collectors, commands and threads of stores. What Node makes of a source that has not
// changed is kept for the next of them, which halves the time that each takes to start.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));

// The main suite. test/real has a runner of its own, because it needs servers from Debian's packages.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**', '**/node_modules/**'],
    setupFiles: ['test/properties.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Much of the time goes by in waiting for processes: two files at once also where there are two processors.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Files share processes: a test leaves the process as it was. One for each would take as long as the tests do.
    isolate: false,
    reporters: ['default'],
  },
});
