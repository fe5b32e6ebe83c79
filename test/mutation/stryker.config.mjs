// Mutation testing: `pnpm test:mutation` breaks the pure core on purpose, in copies of the checkout, and
// says which breaks no test noticed. What is left on purpose stands in survivors.md.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['shared/src/{exact,time,tickets,measurement,indicators,score,evaluation,credits}/**/*.ts'],
  // Named, because Stryker looks for plugins beside itself and pnpm keeps them apart.
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/schemas.mjs'],
  ignorers: ['schemas'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: false,
  // What runs once at import (constants, the records of kinds) is held against every test: nine tenths of
  // the time for a third of the mutants. False breaks them as well; best with `--mutate` of a few files.
  ignoreStatic: true,
  ignorePatterns: ['.data', 'dashboard', 'collector/src', 'test/e2e', 'test/real', 'test/mutation/report'],
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, allowColor: false },
  htmlReporter: { fileName: 'test/mutation/report/index.html' },
  jsonReporter: { fileName: 'test/mutation/report/report.json' },
  thresholds: { high: 95, low: 90, break: 85 },
  tempDirName: '.stryker-tmp',
};
