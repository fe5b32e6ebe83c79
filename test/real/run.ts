// `pnpm test:real`: installs the servers that the tests need, runs the tests and says how many were skipped.
// Where a server cannot be had the tests that need it are skipped, visibly; in CI that is a failure.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import type { Vitest } from 'vitest/node';
import { namespacesPermitted } from './namespace.ts';
import { missingServers, servers } from './servers.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const inCi = process.env['CI'] === 'true';

spawnSync(
  here('install.sh'),
  servers.map(({ debianPackage }) => debianPackage),
  { stdio: 'inherit' },
);
for (const { command, debianPackage } of missingServers()) {
  console.log(
    `skipped: tests that need ${command}, because Debian's package ${debianPackage} could not be installed`,
  );
}
if (!namespacesPermitted) {
  console.log(
    'skipped: tests that cut a network, because neither root nor namespaces of users are permitted',
  );
}
const vitest = await startVitest('test', [], { config: here('vitest.config.ts'), watch: false });
const counts = countTests(vitest);
await vitest.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (counts.failed > 0 || counts.passed + counts.skipped === 0 || (inCi && counts.skipped > 0)) {
  process.exitCode = 1;
}

/** A file that cannot be loaded and a suite whose preparation fails count as failed tests: vitest skips theirs. */
function countTests(vitest: Vitest): Record<'passed' | 'failed' | 'skipped', number> {
  const counts = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 };
  for (const module of vitest.state.getTestModules()) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return counts;
}
