import { describe, expect, it } from 'vitest';
import { chartOf } from '../../../dashboard/src/lib/chart/chart-data.ts';
import type { ChartData } from '../../../dashboard/src/lib/chart/chart-data.ts';
import { asOf, northwind, outages } from '../../fixtures/api/northwind.ts';
import type { Quarter } from '../../fixtures/api/northwind.ts';
import { zone } from '../../fixtures/api/window.ts';

function chart(quarter: Quarter, name: string, month: string): ChartData | null {
  const promise = northwind(quarter).statement.promises.find((candidate) => candidate.name === name);
  const period = promise?.periods.find((candidate) => candidate.period === month);
  if (promise === undefined || period === undefined) throw new Error(`no ${name} in ${month}`);
  return chartOf(promise, period, asOf, zone);
}

describe('the chart of a minute ledger', () => {
  it('climbs by the minutes of each outage and is level between them', () => {
    const [solid] = chart('2026-Q3', 'uptime', '2026-08')?.lines ?? [];
    // 14, then 14 + 6 = 20, then 20 + 3 = 23.
    expect(solid?.points.map(({ y }) => y)).toEqual([0, 0, 14, 14, 20, 20, 23, 23]);
    expect(solid?.points[1]?.x).toBe(outages.august[0]?.start);
    expect(solid?.points[2]?.x).toBe(outages.august[0]?.end);
  });

  it('draws the worst case as a line of its own where minutes are in doubt', () => {
    const lines = chart('2026-Q3', 'uptime', '2026-09')?.lines ?? [];
    // 8 bad; with 20 unmeasured 28. Allowed: 10.56. The two lines end on different sides of the target.
    expect(lines.map(({ label, points }) => [label, points.at(-1)?.y])).toEqual([
      ['8 bad', 8],
      ['28 if unmeasured is bad', 28],
    ]);
    expect(chart('2026-Q3', 'uptime', '2026-07')?.lines).toHaveLength(1);
  });

  it('numbers outages as the table does and leaves other bands unnumbered', () => {
    const bands = chart('2026-Q3', 'uptime', '2026-08')?.bands ?? [];
    expect(bands.map(({ kind, number }) => [kind, number])).toEqual([
      ['excluded', null],
      ['unmeasured', null],
      ['bad', 1],
      ['bad', 2],
      ['bad', 3],
    ]);
  });

  it('ends at the present while the period runs, and keeps the whole period as its frame', () => {
    const november = chart('2026-Q4', 'uptime', '2026-11');
    expect(november?.lines[0]?.points.at(-1)?.x).toBe(asOf);
    // Midnight in New York on 1 December is 05:00 UTC.
    expect(november?.window.end).toBe(Date.parse('2026-12-01T05:00Z'));
  });

  it('says in one sentence what it shows', () => {
    expect(chart('2026-Q3', 'uptime', '2026-08')?.sentence).toBe(
      'In August 2026, 23 minutes were bad; 10.02 are allowed. 3 outages, the longest on 12 Aug 2026, 09:14 for 14 min. 4 minutes were not measured.',
    );
  });

  it('puts its ticks on local midnights', () => {
    const ticks = chart('2026-Q4', 'uptime', '2026-11')?.ticks ?? [];
    expect(ticks.map(({ label }) => label)).toEqual(['1 Nov', '8 Nov', '15 Nov', '22 Nov', '29 Nov']);
    // The clocks go back on 1 November, so the 1st begins at 04:00 UTC and the 8th at 05:00 UTC.
    expect(ticks.slice(0, 2).map(({ at }) => at)).toEqual([
      Date.parse('2026-11-01T04:00Z'),
      Date.parse('2026-11-08T05:00Z'),
    ]);
  });
});

describe('the chart of requests', () => {
  it('has a mark a day and the share to date, in per cent', () => {
    const [days, toDate] = chart('2026-Q3', 'error-rate', '2026-08')?.lines ?? [];
    expect(days?.points).toHaveLength(31);
    // The first source: 1 of 1,440 on the first day, 7 of 44,640 in the month.
    expect(days?.points[0]?.y).toBeCloseTo(100 / 1440, 10);
    expect(toDate?.points.at(-1)?.y).toBeCloseTo(700 / 44_640, 10);
  });

  it('leaves a gap where a day has nothing, and does not reach beyond the present', () => {
    const [days, toDate] = chart('2026-Q4', 'api-latency', '2026-11')?.lines ?? [];
    expect(days?.points).toHaveLength(30);
    expect(days?.points.filter(({ y }) => y !== null)).toHaveLength(20);
    expect(toDate?.points.at(-1)?.x).toBe(asOf);
  });
});

it('draws nothing for tickets and for a period that is still to come', () => {
  expect(chart('2026-Q3', 'partner-issues-severity-2-first-response', '2026-08')).toBeNull();
  expect(chart('2026-Q4', 'uptime', '2026-12')).toBeNull();
});
