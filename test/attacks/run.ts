// `pnpm test:attacks`: plays attacks 1 to 21 and 34 of trust.md section 2.6 and prints a Markdown table of what was
// seen. Fails where a test fails, and where an attack was not played.
import { startVitest } from 'vitest/node';
import type { TestCase } from 'vitest/node';
import { table, unplayed } from './table.ts';
import type { Told } from './table.ts';

const vitest = await startVitest('test', ['test/attacks'], { watch: false, reporters: ['dot'] });
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const told = tests.flatMap(rowOf);
await vitest.close();

console.log(`\n${table(told)}\n`);
console.log(`${tests.length} tests, ${tests.filter((test) => !test.ok()).length} not as expected`);
const missing = unplayed(told);
if (missing.length > 0) {
  console.log(`not played: ${missing.join(', ')}`);
  process.exitCode = 1;
}

function rowOf(test: TestCase): Told[] {
  const { attack } = test.meta();
  return attack === undefined ? [] : [{ ...attack, isPassed: test.ok() }];
}
