import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { missed } from '@upheld/shared/triggers/missed';
import { describe, expect, it } from 'vitest';
import { aPeriod, aPromise, aStatement } from '../../builders/agreement.ts';
import { aPart, loadTestOf } from '../evaluation/part.ts';

function summary(promise: Partial<PromiseStatement>, period: Partial<PromisePeriod>): string | undefined {
  const counted = aPeriod({ verdict: 'missed', ...period });
  delete counted.ledger;
  const statement = aStatement({ promises: [aPromise({ ...promise, periods: [counted] })] });
  return missed.find({ objective: 'any' }, [statement], 'UTC')[0]?.evidence.summary;
}

describe('the sentence of a missed period', () => {
  it('names what the promise counts, and its bad ones', () => {
    const words = { unit: 'checks', good: 'fresh', bad: 'stale or failed' };
    expect(summary({ words }, { display: '98.000 %', events: { good: 98, total: 100 } })).toBe(
      'The promise "uptime" was missed in 2026-07: 98.000 % where >= 99.5% is promised, with 2 of 100 checks stale or failed.',
    );
  });

  it('names the clocks that were met', () => {
    const words = { unit: 'updates', good: 'given in time', bad: 'late or unknown' };
    expect(summary({ words }, { display: '50.000 %', events: { good: 1, total: 2 }, clocks: [] })).toContain(
      'with 1 of 2 updates given in time.',
    );
  });

  it('measured the clocks that are not listed too, but none that is unknown or runs', () => {
    const clocksMore = { missed: 40, unknown: 7, running: 5, met: 300 };
    const clock = { ticket: 'T-1', severity: 1, startAt: 0, dueAt: 1, stoppedAt: null };
    const clocks = [
      { ...clock, state: 'missed' as const },
      { ...clock, state: 'running' as const },
    ];
    const period = aPeriod({ verdict: 'missed', clocks, clocksMore });
    delete period.ledger;
    const statement = aStatement({ promises: [aPromise({ periods: [period] })] });
    // The 1 that is listed, 40 and 300.
    expect(missed.find({ objective: 'any' }, [statement], 'UTC')[0]?.evidence.measured).toBe(341);
  });

  it('names the load test, its users and what it broke', () => {
    const inputs = (users: number, broken: string[]) => ({
      ...{ display: `${users} users`, deciding: 0, parts: [aPart({ inputs: loadTestOf(users, broken) })] },
    });
    expect(summary({}, inputs(8000, []))).toContain(
      'with 8000 of 10000 users in Spring run and every term of it kept.',
    );
    expect(summary({}, inputs(12_000, ['p(95)<200']))).toContain(
      'with 12000 of 10000 users in Spring run and p(95)<200 broken.',
    );
  });
});
