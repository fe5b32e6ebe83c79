// What was found, as a Markdown table.
import type { Fault, Findings } from './fault.ts';

export const headings = [
  '| fault | rounds | acknowledged | lost | double | slots astray | otherwise broken | seconds |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
];

export function rowOf({ name }: Fault, rounds: number, found: Findings, seconds: number): string {
  const { acknowledged, lost, double, astray, broken } = found;
  const figures = [rounds, acknowledged, lost, double, astray, broken.length, seconds.toFixed(0)];
  return `| ${[name, ...figures].join(' | ')} |`;
}

export const skippedRow = ({ name }: Fault, missing: string): string =>
  `| ${name} | skipped: ${missing} | | | | | | |`;
