// A promise of capacity, judged by a load test and written down (measurement.md section 4, "Capacity").
// One test either proves the promise or breaks it: a share of 1 or 0 of the one test that counts.
import { ratioText, ratio } from '../exact/ratio.ts';
import type { LoadTest } from '../facts/load-test.ts';
import type { Day, Doubt } from './figures.ts';
import type { JudgedPart } from '../evaluation/statement.ts';
import type { JudgingInput } from './judging.ts';
import type { MeasuredLoadTest } from './measured.ts';

export function judgedLoadTest(measured: MeasuredLoadTest, { days, window, asOf }: JudgingInput): JudgedPart {
  const { test, promisedUsers } = measured;
  const broken = test === null ? [] : test.terms.filter(({ kept }) => !kept).map(({ name }) => name);
  const isKept = test !== null && reachesCapacity(test, promisedUsers);
  const figures = {
    ...(test === null ? undecided(asOf <= window.start) : decided(isKept, test)),
    inputs: {
      ...{ by: 'load-test' as const, promisedUsers },
      test: test && { name: test.name, at: test.at, users: test.users, broken },
    },
    ...{ coverage: null, evidence: null, interval: null, irrecoverable: false, budget: null },
  };
  const lists = {
    ...{ badRanges: [], unmeasuredRanges: [], excludedRanges: [] },
    days: days.map(({ date }): Day => ({ date, ledger: null, events: null })),
  };
  return { figures, lists };
}

/** Whether a test reached the promised concurrent users and kept every term that it states. */
export function reachesCapacity({ users, terms }: LoadTest, promisedUsers: number): boolean {
  return users >= promisedUsers && terms.every(({ kept }) => kept);
}

type Decision = Pick<JudgedPart['figures'], 'verdict' | 'doubts' | 'settled' | 'display'>;

function undecided(isToCome: boolean): Decision {
  const doubt: Doubt = isToCome ? 'nothing-elapsed' : 'no-load-test';
  return { verdict: 'undetermined', doubts: [doubt], settled: null, display: null };
}

function decided(isKept: boolean, { users }: LoadTest): Decision {
  const display = `${users.toLocaleString('en-US')} users`;
  const settled = ratioText(ratio(isKept ? 1 : 0, 1));
  return { verdict: isKept ? 'met' : 'missed', doubts: [], settled, display };
}
