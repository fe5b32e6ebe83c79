// The checks of a store as lines for the terminal.
import type { Check } from '../operations/findings.ts';

/** One line a check, and under it what it found. */
export function checkLines(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, summary, faults, count }) => [
    `${count === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${summary}`,
    ...faults.map((fault) => `      ${fault}`),
    ...(count > faults.length ? [`      and ${count - faults.length} more`] : []),
  ]);
  return `${lines.join('\n')}\n`;
}

/** Whether no check found a fault. */
export const areAllWell = (checks: readonly Check[]): boolean => checks.every(({ count }) => count === 0);
