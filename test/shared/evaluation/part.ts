// A judged part that the tests of its sentence and its account start from; a test changes one thing of it.
import type { Inputs } from '@upheld/shared/measurement/figures';
import type { PartStatement } from '@upheld/shared/evaluation/statement';

/** 999 of 1,000 minutes were good, and the target is 99 %. */
export function aPart(change: Partial<PartStatement> = {}): PartStatement {
  return {
    ...{ start: 0, end: 60_000_000, verdict: 'met', doubts: [], inputs: minutesOf({ good: 999, bad: 1 }) },
    ...{ coverage: { num: '1', den: '1' }, settled: { num: '999', den: '1000' }, display: '99.900 %' },
    ...{ evidence: 'conclusive', interval: null, irrecoverable: false, budget: null },
    terms: someTerms(),
    ...{ formula: 'good minutes / (scheduled - excluded)', exclusions: [], samples: [] },
    ...change,
  };
}

export function someTerms(change: Partial<PartStatement['terms']> = {}): PartStatement['terms'] {
  return {
    ...{ version: null, op: '>=', target: '99%', critical: null, calendar: 'always' },
    ...{ notMeasured: 'undetermined', minimumSample: 1, coverageFloor: '95%', indicator: {} },
    ...change,
  };
}

/** A ledger of minutes that have all elapsed. */
export function minutesOf(counts: {
  good: number;
  bad?: number;
  unmeasured?: number;
  excluded?: number;
}): Inputs {
  const { good, bad = 0, unmeasured = 0, excluded = 0 } = counts;
  const scheduled = good + bad + unmeasured + excluded;
  return {
    ...{ by: 'minutes', scheduled, excluded, good, bad, unmeasured },
    ...{ scheduledTotal: scheduled, excludedTotal: excluded },
  };
}

export function clocksOf(counts: { met: number; missed?: number; unknown?: number }): Inputs {
  return { by: 'clocks', missed: 0, unknown: 0, ...counts };
}

export function eventsOf(counts: { good: number; total: number; judged: 'good' | 'bad' }): Inputs {
  return { by: 'events', slotsCovered: 95, slotsDue: 100, ...counts };
}

export function loadTestOf(users: number, broken: string[] = []): Inputs {
  return { by: 'load-test', promisedUsers: 10_000, test: { name: 'Spring run', at: 0, users, broken } };
}
