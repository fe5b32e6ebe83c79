import { becauseOf } from '@upheld/shared/evaluation/because';
import type { Doubt } from '@upheld/shared/measurement/figures';
import type { PartStatement } from '@upheld/shared/evaluation/statement';
import { describe, expect, it } from 'vitest';
import { aPart, clocksOf, eventsOf, loadTestOf, minutesOf, someTerms } from './part.ts';

const best = { num: '1', den: '1' };

describe('the sentence behind a verdict', () => {
  it('holds the value against the target', () => {
    expect(becauseOf(aPart())).toBe('Met: 99.900 % is at least 99 %.');
    expect(becauseOf(aPart({ verdict: 'missed', terms: someTerms({ target: '99.95%' }) }))).toBe(
      'Missed: 99.900 % is not at least 99.95 %.',
    );
  });

  it('names the case that decided where minutes were not measured', () => {
    const inputs = minutesOf({ good: 999, unmeasured: 1 });
    expect(becauseOf(aPart({ inputs }))).toBe(
      'Met: 99.900 % is at least 99 %, even with every unmeasured minute counted as bad.',
    );
    const missed: Partial<PartStatement> = { inputs, verdict: 'missed', settled: best, display: '100.000 %' };
    expect(becauseOf(aPart({ ...missed, terms: someTerms({ op: '>', target: '100%' }) }))).toBe(
      'Missed: 100.000 % is not more than 100 %, even with every unmeasured minute counted as good.',
    );
  });

  it('finds the worst case among the minutes that no exclusion took out', () => {
    const inputs = minutesOf({ good: 999, unmeasured: 1, excluded: 500 });
    expect(becauseOf(aPart({ inputs }))).toContain('counted as bad.');
  });

  it('says so where the agreement decides what unmeasured minutes are', () => {
    const inputs = minutesOf({ good: 999, unmeasured: 1 });
    expect(becauseOf(aPart({ inputs, terms: someTerms({ notMeasured: 'bad' }) }))).toBe(
      'Met: 99.900 % is at least 99 %; the agreement counts minutes that were not measured as bad.',
    );
    const settled: Partial<PartStatement> = { settled: best, display: '100.000 %' };
    expect(becauseOf(aPart({ inputs, ...settled, terms: someTerms({ notMeasured: 'good' }) }))).toBe(
      'Met: 100.000 % is at least 99 %; the agreement counts minutes that were not measured as good.',
    );
  });

  it('names the case that decided where clocks are unknown, and none where all are known', () => {
    const inputs = clocksOf({ met: 99, missed: 0, unknown: 1 });
    expect(becauseOf(aPart({ inputs }))).toBe(
      'Met: 99.900 % is at least 99 %, even with every unknown one counted as late.',
    );
    expect(becauseOf(aPart({ inputs, verdict: 'missed' }))).toBe(
      'Missed: 99.900 % is not at least 99 %, even with every unknown one counted as in time.',
    );
    expect(becauseOf(aPart({ inputs: clocksOf({ met: 99, missed: 1 }) }))).toBe(
      'Met: 99.900 % is at least 99 %.',
    );
  });

  it('has no such case of events', () => {
    const inputs = eventsOf({ good: 999, total: 1000, judged: 'good' });
    expect(becauseOf(aPart({ inputs }))).toBe('Met: 99.900 % is at least 99 %.');
  });

  it('tells what a load test reached, and what it broke', () => {
    const reached = 'Spring run reached 12,000 concurrent users where 10,000 are promised';
    expect(becauseOf(aPart({ inputs: loadTestOf(12_000) }))).toBe(
      `Met: ${reached}, and kept every term that it states.`,
    );
    const missed = { verdict: 'missed' } as const;
    expect(becauseOf(aPart({ ...missed, inputs: loadTestOf(12_000, ['error rate', 'latency']) }))).toBe(
      `Missed: ${reached}, and broke error rate, latency.`,
    );
    expect(becauseOf(aPart({ ...missed, inputs: loadTestOf(9_000) }))).toBe(
      'Missed: Spring run reached 9,000 concurrent users where 10,000 are promised.',
    );
    const none = { by: 'load-test' as const, promisedUsers: 10_000, test: null };
    expect(becauseOf(aPart({ ...missed, inputs: none }))).toBe('Missed: there was no load test.');
  });

  it.each<[Doubt, string]>([
    ['nothing-elapsed', 'nothing of it has elapsed yet'],
    ['unmeasured', 'the minutes that were not measured could turn the verdict either way'],
    ['coverage', 'fewer checks have a result than the coverage floor asks for'],
    ['minimum-sample', 'fewer cases were counted than the minimum sample asks for'],
    ['nothing-due', 'nothing fell due, so that nothing was kept or broken'],
    ['unknown-clocks', 'clocks fell due while their desk could not be read'],
    ['no-load-test', 'no load test is still valid'],
  ])('says in words why it is undetermined: %s', (doubt, words) => {
    const part = aPart({ verdict: 'undetermined', doubts: [doubt] });
    expect(becauseOf(part)).toBe(`Undetermined: ${words}.`);
  });

  it('names every doubt', () => {
    const part = aPart({ verdict: 'undetermined', doubts: ['coverage', 'minimum-sample'] });
    expect(becauseOf(part)).toBe(
      'Undetermined: fewer checks have a result than the coverage floor asks for; fewer cases were counted than the minimum sample asks for.',
    );
  });

  it('says that nothing counts where a part is excluded', () => {
    expect(becauseOf(aPart({ verdict: 'excluded' }))).toBe('Excluded: no minute of it counts.');
  });
});
