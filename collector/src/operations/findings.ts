// What a check found: how much it looked at, and the first faults in words.

/** `summary`: what was looked at; `faults`: the first ones; `count`: all of them. */
export type Check = { name: string; summary: string; faults: string[]; count: number };

export type Findings = { faults: string[]; count: number; add(fault: string): void };

const faultsNamed = 10;

/** Keeps the first faults and counts the others: a store that is damaged all over is still told in a few lines. */
export function createFindings(): Findings {
  const faults: string[] = [];
  return {
    faults,
    count: 0,
    add(fault) {
      this.count += 1;
      if (faults.length < faultsNamed) faults.push(fault);
    },
  };
}

/** A name that people know: `acme/api from main`. */
export const targetWords = (target: { agreement: string; source: string; vantage: string }): string =>
  `${target.agreement}/${target.source} from ${target.vantage}`;

/** UTC to the second, or to the millisecond where it has some. */
export const instantWords = (at: number): string =>
  Number.isFinite(at) ? new Date(at).toISOString().replace('.000Z', 'Z') : String(at);

/** `1 slot`, `12,345 slots`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
