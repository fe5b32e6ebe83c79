import { defineConfig } from 'vitest/config';

// Tests against real third-party servers. They take minutes, because an outage of two minutes does.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['verbose'],
  },
});
