import { describe, expect, it } from 'vitest';
import { objectivePage } from '../../../dashboard/src/lib/pages/objective.ts';
import type { PromisePeriod } from '@upheld/shared/evaluation/statement';
import type { Asked, ObjectivePage } from '../../../dashboard/src/lib/pages/objective.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';
import type { Quarter } from '../../fixtures/api/northwind.ts';

function page(quarter: Quarter, name: string, asked: Partial<Asked> = {}): ObjectivePage {
  const response = northwindObjective(quarter, name);
  const view = response && objectivePage(response, { period: quarter, part: null, source: null, ...asked });
  if (view === null) throw new Error(`no page for ${name}`);
  return view;
}

/** The one part of a period that no amendment cut. */
const whole = (view: ObjectivePage) => {
  const [part, ...more] = view.why.parts;
  if (part === undefined || more.length > 0) throw new Error('the period has one part');
  return part;
};
const account = (view: ObjectivePage) => whole(view).account.map(({ label, value }) => [label, value]);

describe('which part of a promise is shown', () => {
  it('opens with the worst part', () => {
    expect(page('2026-Q3', 'uptime').period).toBe('August 2026');
    const errorRate = page('2026-Q3', 'error-rate');
    expect(errorRate.period).toBe('August 2026');
    expect(errorRate.why.common).toContainEqual({ term: 'Measured at', text: 'catalog-graphql' });
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
      ['Excluded, approved by both parties', '\u2212\u200960'],
      ['Counted', '10,020'],
      ['good', '9,993'],
      ['bad', '23'],
      ['not measured', '4'],
      ['If unmeasured is bad: 9,993 / 10,020', '99.730 %'],
      ['If unmeasured is good: 9,997 / 10,020', '99.770 %'],
      ['Value', '99.770 %'],
    ]);
  });

  it('says in one sentence why the verdict is what it is', () => {
    expect(whole(page('2026-Q3', 'uptime')).because).toBe(
      'Missed: 99.770 % is not at least 99.9 %, even with every unmeasured minute counted as good.',
    );
    expect(whole(page('2026-Q3', 'uptime', { part: '2026-09' })).because).toContain(
      'the minutes that were not measured could turn the verdict either way',
    );
  });

  it('counts requests and cuts an error rate up, never down', () => {
    // 63 / 44,640 = 0.14112... %, which is 0.142 % when cut against the supplier.
    expect(account(page('2026-Q3', 'error-rate'))).toEqual([
      ['Requests counted', '44,640'],
      ['good', '44,577'],
      ['failed', '63'],
      // A check of each of the 31 days has no result.
      ['Checks scheduled', '44,671'],
      ['with a result', '44,640'],
      ['Failed over counted: 63 / 44,640', '0.142 %'],
      ['Value', '0.142 %'],
    ]);
  });

  it('shows the allowance exactly and how far it is overdrawn', () => {
    // 0.1 % of 10,020 = 10.02; 23 - 10.02 = 12.98.
    expect(whole(page('2026-Q3', 'uptime')).allowance?.words).toBe(
      'Allowed: 10.02 bad minutes. Used: 23, which is 12.98 too many.',
    );
    // 0.1 % of 11,040 = 11.04; 11.04 - 5 = 6.04.
    expect(whole(page('2026-Q3', 'uptime', { part: '2026-07' })).allowance?.words).toBe(
      'Allowed: 11.04 bad minutes. Used: 5, so 6.04 are left.',
    );
  });
});

describe('what qualifies a value', () => {
  it('tells coverage from the floor that the agreement asks for', () => {
    // 44,640 / 44,671 = 99.9306... %, cut down.
    expect(whole(page('2026-Q3', 'error-rate')).strength[0]).toBe(
      'Coverage: 44,640 of 44,671 scheduled checks have a result, 99.93 %; the floor is 95 %.',
    );
    // 10,016 / 10,020 = 99.9600... %.
    expect(whole(page('2026-Q3', 'uptime')).strength[0]).toBe(
      'Coverage: 99.96 % of the counted minutes were measured.',
    );
  });

  it('shows how strong the evidence is with the interval of the bad share', () => {
    // Wilson, 1 late of 3: centre (1/3 + 1.9208/3) / (1 + 3.8415/3) = 0.426916, half 0.365424.
    expect(whole(page('2026-Q3', 'partner-issues-severity-2-first-response')).strength).toEqual([
      'Inconclusive evidence: the bad share lies between 6.1492 and 79.2340 % (95 % Wilson interval), so with this few cases the true share may be on the other side of the target. The verdict stands.',
    ]);
  });

  it('names the facts that were read and the exclusions that acted, with their minutes', () => {
    const part = whole(page('2026-Q3', 'uptime'));
    expect(part.samples).toMatchObject([{ source: 'orders-api', ok: '9,993', bad: '23', unmeasured: '4' }]);
    expect(part.exclusions).toEqual([{ name: 'Database upgrade', effect: 'do not count', minutes: '60' }]);
  });

  it('shows a quantile that got no response as that', () => {
    expect(whole(page('2026-Q3', 'api-latency', { part: '2026-08' })).quantiles).toEqual([
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

describe('a period that an amendment cut', () => {
  const cut = () => page('2026-Q3', 'catalog-uptime');

  it('shows its parts one after the other, each under its own terms, and marks the one that decides', () => {
    const { parts, isCut } = cut().why;
    expect(isCut).toBe(true);
    expect(parts.map(({ dates, verdict, target, decides }) => [dates, verdict, target, decides])).toEqual([
      ['1 Aug 2026 to 16 Aug 2026', 'met', 'at least 99.5 %', false],
      ['17 Aug 2026 to 31 Aug 2026', 'missed', 'at least 99.9 %', true],
    ]);
    expect(parts.map(({ terms: [first] }) => first?.text)).toEqual([
      'The agreement as signed',
      'Amendment “Catalog three nines”',
    ]);
  });

  it('says in its headline what the deciding part says', () => {
    // 21,560 / 21,600 = 99.8148... %.
    expect(cut().headline).toBe(
      'In August 2026, catalog uptime was missed: 99.814 % (40 min bad) against at least 99.9 %.',
    );
  });

  it('draws each part against its own allowance and goes on counting the outages', () => {
    // 0.5 % of 23,040 = 115.2; 0.1 % of 21,600 = 21.6.
    const { charts } = cut();
    expect(charts.map(({ target }) => target.value)).toEqual([115.2, 21.6]);
    expect(charts.flatMap(({ bands }) => bands.map(({ number }) => number))).toEqual([1, 2]);
    expect(charts[1]?.sentence).toMatch(/^From 17 Aug 2026 to 31 Aug 2026, 40 minutes were bad; 21\.6 are /);
  });
});

describe('the explanation as text', () => {
  it('holds the account, the terms and the version that worked it out', () => {
    const { text } = page('2026-Q3', 'uptime').why;
    expect(text).toContain('uptime, 2026-08: missed, 99.770 %');
    expect(text).toContain('Exclusion database-upgrade (remove) covers 60 minutes.');
    expect(text).toContain('Upheld 0.1.0, as of 20 Nov 2026, 15:09 America/New_York');
  });
});

describe('the clocks of tickets', () => {
  it('lists missed clocks first and says how late or early each answer was', () => {
    // Due 23:44, answered 00:49: 65 min late. Due 16:15, answered 09:02: 7 h 13 min early.
    const { clocks } = page('2026-Q3', 'partner-issues-severity-2-first-response');
    expect(clocks?.rows.map(({ ticket, margin }) => [ticket, margin])).toEqual([
      ['4755', '1 h 5 min late'],
      ['4760', '7 h 13 min early'],
      ['4711', '6 h 30 min early'],
    ]);
  });

  it('counts every update of a ticket for itself, and calls an elapsed slot what it is', () => {
    // Ticket 4755: due 17:00, given 11:00 on the same day; due 17:00 and never given.
    const { clocks } = page('2026-Q3', 'partner-issues-severity-2-update-cadence');
    expect(clocks?.heads).toMatchObject({ start: 'Since', stop: 'Update given' });
    expect(clocks?.rows.map(({ ticket, margin }) => [ticket, margin]).slice(0, 2)).toEqual([
      ['4755', 'no update in time'],
      ['4755', '6 h early'],
    ]);
    expect(new Set(clocks?.rows.map(({ href }) => href))).toEqual(
      new Set(['4755', '4711'].map((ticket) => `/agreements/northwind-lumen/support/desk/${ticket}`)),
    );
  });

  it('names what stops the clock of a resolution', () => {
    const { clocks } = page('2026-Q3', 'partner-issues-severity-2-resolution');
    expect(clocks?.heads).toMatchObject({ start: 'Opened', stop: 'Resolved' });
  });

  it('shows running clocks with the time that is left, and paused ones without a due time', () => {
    // At 15:09, due 20:40: 5 h 31 min.
    const { clocks } = page('2026-Q4', 'partner-issues-severity-2-first-response', { part: '2026-11' });
    expect(
      clocks?.rows
        .filter(({ state }) => state === 'running')
        .map(({ ticket, margin, due }) => [ticket, margin, due?.text]),
    ).toEqual([
      ['5102', '5 h 31 min left', '20 Nov 2026, 20:40'],
      ['5098', 'waiting, the clock stands still', undefined],
    ]);
  });

  it('says how many more clocks there are than are listed', () => {
    const name = 'partner-issues-severity-2-first-response';
    const response = northwindObjective('2026-Q3', name);
    if (response === null) throw new Error(`no answer for ${name}`);
    const told = (clocksMore: PromisePeriod['clocksMore']) => {
      const periods = response.promise.periods.map((period) => ({
        ...period,
        ...(clocksMore && { clocksMore }),
      }));
      const cut = { ...response, promise: { ...response.promise, periods } };
      return objectivePage(cut, { period: '2026-Q3', part: null, source: null })?.clocks?.more;
    };
    expect(told({ missed: 12_000, unknown: 0, running: 0, met: 345 })).toBe(
      '3 clocks are listed here, and 12,345 more are not: 12,000 missed and 345 met. The figures are of all of them.',
    );
    expect(told({ missed: 0, unknown: 0, running: 1, met: 0 })).toContain('and 1 more is not: 1 running.');
    expect(told(undefined)).toBeNull();
  });
});
