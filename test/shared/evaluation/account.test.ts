import { accountOf } from '@upheld/shared/evaluation/account';
import type { Inputs } from '@upheld/shared/measurement/figures';
import { describe, expect, it } from 'vitest';
import { aPart, clocksOf, eventsOf, loadTestOf, minutesOf } from './part.ts';

const requests = { unit: 'requests', good: 'fast enough', bad: 'slow' };
const replies = { unit: 'first responses', good: 'in time', bad: 'late' };

/** The lines as `kind label: count`, shares as `part/whole display`, the value as its text. */
function lines(inputs: Inputs, words = requests, display: string | null = '99.900 %'): string[] {
  return accountOf(aPart({ inputs, display }), words).map(({ kind, label, count, share, text }) => {
    const value = share === null ? (count ?? text) : `${share.part}/${share.whole} ${share.display}`;
    return `${kind} ${label}: ${value}`;
  });
}

describe('the account of minutes', () => {
  it('goes from what was scheduled to the share that decided', () => {
    expect(lines(minutesOf({ good: 999, bad: 1, excluded: 30 }))).toEqual([
      'item Scheduled: 1030',
      'less Excluded, approved by both parties: 30',
      'sum Counted: 1000',
      'part good: 999',
      'part bad: 1',
      'part not measured: 0',
      'share Good over counted: 999/1000 99.900 %',
      'result Value: 99.900 %',
    ]);
  });

  it('has two shares where minutes were not measured', () => {
    expect(lines(minutesOf({ good: 990, bad: 6, unmeasured: 4 })).slice(6)).toEqual([
      'share If unmeasured is bad: 990/1000 99.000 %',
      'share If unmeasured is good: 994/1000 99.400 %',
      'result Value: 99.900 %',
    ]);
  });

  it('has no share of nothing', () => {
    expect(lines(minutesOf({ good: 0, excluded: 30 }), requests, null).slice(5)).toEqual([
      'part not measured: 0',
      'result Value: null',
    ]);
  });
});

describe('the account of events', () => {
  it('calls them by their names and shows the share that is judged', () => {
    expect(lines(eventsOf({ good: 97, total: 100, judged: 'good' }))).toEqual([
      'sum Requests counted: 100',
      'part fast enough: 97',
      'part slow: 3',
      'item Checks scheduled: 100',
      'part with a result: 95',
      'share Fast enough over counted: 97/100 97.000 %',
      'result Value: 99.900 %',
    ]);
    expect(lines(eventsOf({ good: 97, total: 100, judged: 'bad' }))[5]).toBe(
      'share Slow over counted: 3/100 3.000 %',
    );
  });
});

describe('the account of clocks', () => {
  it('counts those that were decided', () => {
    expect(lines(clocksOf({ met: 3, missed: 1 }), replies)).toEqual([
      'sum First responses decided: 4',
      'part in time: 3',
      'part late: 1',
      'part unknown, their desk could not be read: 0',
      'share In time over decided: 3/4 75.000 %',
      'result Value: 99.900 %',
    ]);
  });

  it('has two shares where some are unknown', () => {
    expect(lines(clocksOf({ met: 3, missed: 1, unknown: 4 }), replies).slice(3, 6)).toEqual([
      'part unknown, their desk could not be read: 4',
      'share If unknown is late: 3/8 37.500 %',
      'share If unknown is in time: 7/8 87.500 %',
    ]);
  });
});

describe('the account of a load test', () => {
  it('sets what was reached against what was promised', () => {
    expect(lines(loadTestOf(12_000, ['latency']))).toEqual([
      'item Concurrent users promised: 10000',
      'item Concurrent users reached in Spring run: 12000',
      'part terms of the test that were broken: 1',
      'result Value: 99.900 %',
    ]);
  });

  it('is the promise alone without a test', () => {
    expect(lines({ by: 'load-test', promisedUsers: 10_000, test: null }, requests, null)).toEqual([
      'item Concurrent users promised: 10000',
      'result Value: null',
    ]);
  });
});

describe('a line of an account', () => {
  it('has a count, a share or a text, and of the others nothing', () => {
    const account = accountOf(aPart(), requests);
    expect(account[0]).toEqual({ kind: 'item', label: 'Scheduled', count: 1000, share: null, text: null });
    expect(account.at(-2)).toMatchObject({ count: null, text: null });
    expect(account.at(-1)).toEqual({
      kind: 'result',
      label: 'Value',
      count: null,
      share: null,
      text: '99.900 %',
    });
  });
});
