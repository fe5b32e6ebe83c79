import { describe, expect, it } from 'vitest';
import { objectivePage } from '../../../dashboard/src/lib/pages/objective.ts';
import type { Asked, ObjectivePage } from '../../../dashboard/src/lib/pages/objective.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';
import type { Quarter } from '../../fixtures/api/northwind.ts';

function page(quarter: Quarter, name: string, asked: Partial<Asked> = {}): ObjectivePage {
  const response = northwindObjective(quarter, name);
  const view = response && objectivePage(response, { period: quarter, part: null, source: null, ...asked });
  if (view === null) throw new Error(`no page for ${name}`);
  return view;
}

const account = (view: ObjectivePage) => view.account?.lines.map(({ label, value }) => [label, value]);

describe('which part of a promise is shown', () => {
  it('opens with the worst part', () => {
    expect(page('2026-Q3', 'uptime').period).toBe('August 2026');
    expect(page('2026-Q3', 'error-rate')).toMatchObject({ period: 'August 2026', source: 'catalog-graphql' });
  });

  it('takes the newest among equals and none that is still to come', () => {
    expect(page('2026-Q4', 'api-latency').period).toBe('November 2026');
  });

  it('shows what the address asks for, and nothing where there is no such part', () => {
    expect(page('2026-Q3', 'uptime', { part: '2026-07' }).period).toBe('July 2026');
    const response = northwindObjective('2026-Q3', 'uptime');
    expect(response && objectivePage(response, { period: null, part: '2025-01', source: null })).toBeNull();
  });
});

describe('the account behind a value', () => {
  it('adds up from scheduled minutes to the value, with both cases where minutes are in doubt', () => {
    // 21 weekdays x 480 = 10,080. 10,080 - 60 = 10,020 = 9,993 + 23 + 4.
    // 9,993 / 10,020 = 99.7305... %; 9,997 / 10,020 = 99.7704... %.
    expect(account(page('2026-Q3', 'uptime'))).toEqual([
      ['Scheduled', '10,080'],
      ['Excluded, approved by both parties', '60'],
      ['Counted', '10,020'],
      ['good', '9,993'],
      ['bad', '23'],
      ['not measured', '4'],
      ['If unmeasured is bad: 9,993 / 10,020', '99.730 %'],
      ['If unmeasured is good: 9,997 / 10,020', '99.770 %'],
      ['Value', '99.770 %'],
    ]);
  });

  it('says which case decided', () => {
    expect(page('2026-Q3', 'uptime').account?.reasoning).toBe(
      'Even with every unmeasured minute counted as good, the target is missed.',
    );
    expect(page('2026-Q3', 'uptime', { part: '2026-09' }).account?.reasoning).toContain(
      'neither party may claim it',
    );
    expect(page('2026-Q3', 'uptime', { part: '2026-07' }).account?.reasoning).toBeNull();
  });

  it('names the agreement where its own clause settles what was not measured', () => {
    const response = northwindObjective('2026-Q3', 'uptime');
    const [, august] = response?.promise.periods ?? [];
    if (response === null || august === undefined) throw new Error('the fixture has an August');
    // Settled by the worst case although missed: 9,993 / 10,020 = 3331 / 3340.
    const settled = { ...august, settled: { num: '3331', den: '3340' } };
    const view = objectivePage(
      { ...response, promise: { ...response.promise, periods: [settled] } },
      { period: null, part: null, source: null },
    );
    expect(view?.account?.reasoning).toBe('The agreement counts minutes that were not measured as bad.');
  });

  it('counts requests and cuts an error rate up, never down', () => {
    // 63 / 44,640 = 0.14112... %, which is 0.142 % when cut against the supplier.
    expect(account(page('2026-Q3', 'error-rate'))).toEqual([
      ['Requests counted', '44,640'],
      ['good', '44,577'],
      ['failed', '63'],
      ['Failed over requests counted: 63 / 44,640', '0.142 %'],
      ['Value', '0.142 %'],
    ]);
  });

  it('shows the allowance exactly and how far it is overdrawn', () => {
    // 0.1 % of 10,020 = 10.02; 23 - 10.02 = 12.98.
    expect(page('2026-Q3', 'uptime').allowance?.words).toBe(
      'Allowed: 10.02 bad minutes. Used: 23, which is 12.98 too many.',
    );
    // 0.1 % of 11,040 = 11.04; 11.04 - 5 = 6.04.
    expect(page('2026-Q3', 'uptime', { part: '2026-07' }).allowance?.words).toBe(
      'Allowed: 11.04 bad minutes. Used: 5, so 6.04 are left.',
    );
  });
});

describe('what qualifies a value', () => {
  it('says in words why a verdict is in doubt', () => {
    expect(page('2026-Q3', 'uptime', { part: '2026-09' }).doubts).toEqual([
      'The minutes that were not measured could turn the verdict either way.',
    ]);
  });

  it('shows a quantile that got no response as that', () => {
    expect(page('2026-Q3', 'api-latency', { part: '2026-08' }).quantiles).toEqual([
      { label: 'p50', value: '84.2 ms' },
      { label: 'p95', value: '171.4 ms' },
      { label: 'p99', value: 'no response' },
    ]);
  });

  it('tells exclusions that act from those that the other party has not approved', () => {
    expect(page('2026-Q3', 'uptime').exclusions.map(({ name, state }) => [name, state])).toEqual([
      ['Database upgrade', 'approved by both parties'],
      ['Carrier outage', 'not approved: it does nothing'],
    ]);
  });

  it('leaves out exclusions of other months', () => {
    expect(page('2026-Q3', 'uptime', { part: '2026-07' }).exclusions).toEqual([]);
  });
});

describe('the clocks of tickets', () => {
  it('lists missed clocks first and says how late or early each answer was', () => {
    // Due 23:44, answered 00:49: 65 min late. Due 16:15, answered 09:02: 7 h 13 min early.
    const { clocks } = page('2026-Q3', 'partner-issues-severity-2-first-response');
    expect(clocks?.map(({ ticket, margin }) => [ticket, margin])).toEqual([
      ['4755', '1 h 5 min late'],
      ['4760', '7 h 13 min early'],
      ['4711', '6 h 30 min early'],
    ]);
  });

  it('shows running clocks with the time that is left, and paused ones without a due time', () => {
    // At 15:09, due 20:40: 5 h 31 min.
    const { clocks } = page('2026-Q4', 'partner-issues-severity-2-first-response', { part: '2026-11' });
    expect(
      clocks
        ?.filter(({ state }) => state === 'running')
        .map(({ ticket, margin, due }) => [ticket, margin, due?.text]),
    ).toEqual([
      ['5102', '5 h 31 min left', '20 Nov 2026, 20:40'],
      ['5098', 'waiting, the clock stands still', undefined],
    ]);
  });
});
