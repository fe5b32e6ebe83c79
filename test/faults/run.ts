// `pnpm test:faults [--rounds N] [--only WORD]`: plays every fault and prints what was acknowledged and what was
// found. Fails where something was lost, double or astray; in CI also where a fault could not be played.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isClean } from './fault.ts';
import { faults } from './registry.ts';
import { headings, rowOf, skippedRow } from './table.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, only: { type: 'string' } } });
const install = fileURLToPath(new URL('../real/install.sh', import.meta.url));
spawnSync(install, ['fiu-utils', 'faketime', 'postgresql'], { stdio: 'inherit' });

const table = [...headings];
const asked = faults.filter(({ name }) => name.includes(values.only ?? ''));
let isGood = asked.length > 0;
for (const fault of asked) {
  const missing = fault.missing();
  if (missing !== null) {
    table.push(skippedRow(fault, missing));
    isGood &&= process.env['CI'] !== 'true';
    continue;
  }
  const rounds = Number(values.rounds ?? fault.rounds);
  const begun = performance.now();
  const findings = await fault.play(rounds);
  const seconds = (performance.now() - begun) / 1000;
  table.push(rowOf(fault, rounds, findings, seconds));
  for (const words of findings.broken) console.log(`${fault.name}: ${words}`);
  console.log(`${fault.name}: ${rounds} rounds in ${seconds.toFixed(0)} s`);
  isGood &&= isClean(findings);
}
console.log(`\n${table.join('\n')}\n`);
process.exitCode = isGood ? 0 : 1;
