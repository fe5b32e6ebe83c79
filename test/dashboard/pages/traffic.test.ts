import { describe, expect, it } from 'vitest';
import type { TrafficStatement } from '@upheld/shared/measurement/traffic-figures';
import { objectivePage } from '../../../dashboard/src/lib/pages/objective.ts';
import { trafficView } from '../../../dashboard/src/lib/pages/traffic.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';
import { at, zone } from '../../fixtures/api/window.ts';

const hour = 3_600_000;

function september() {
  const response = northwindObjective('2026-Q3', 'gateway-latency');
  const view = response && objectivePage(response, { period: '2026-Q3', part: '2026-09', source: null });
  const part = view?.why.parts[0];
  if (view === null || part === undefined || part.traffic === null) throw new Error('September has traffic');
  return { view, part, traffic: part.traffic };
}

const words = ({ from, to }: { from: { text: string }; to: { text: string } }) =>
  `${from.text} to ${to.text}`;

describe('traffic that was counted by the hour', () => {
  it('has every hour that was due in one place, and adds up the requests of those that count', () => {
    // 22 weekdays of 8 hours are 176: 2 in no total, 4 without counts, 2 never read leave 168.
    // 168 x 12,000 = 2,016,000 and 168 x 480 = 80,640.
    const { traffic } = september();
    expect(traffic.heads.slice(0, 4)).toEqual([
      'Counted whole',
      'In no total',
      'Without counts',
      'Never read',
    ]);
    expect(traffic.totals).toEqual([
      { source: 'orders-gateway', figures: ['168', '2', '4', '2', '2,016,000', '80,640'] },
    ]);
  });

  it('shows what was asked, whole, and what makes a request bad', () => {
    const [asked, ...more] = september().traffic.asked;
    expect(more).toEqual([]);
    expect(asked?.words).toBe(
      'Asked of orders-gateway for each hour. Bad requests are those that took longer than 200 ms.',
    );
    expect(asked?.texts[1]).toBe(
      'sum(increase(http_request_duration_seconds_bucket{job="orders", code!~"4..", le="0.2"}[1h]))',
    );
  });

  it('says in words why hours have no counts, neighbours together', () => {
    const rows = september().traffic.missing.map(({ when, why, figures }) => [words(when), why, ...figures]);
    expect(rows).toEqual([
      ['2 Sep 2026, 10:00 to 13:00', 'the query found no series', '3 hours'],
      ['9 Sep 2026, 14:00 to 15:00', 'the answer was not a number, as 0 / 0 is none', '1 hour'],
      ['17 Sep 2026, 15:00 to 17:00', 'it was never read', '2 hours'],
    ]);
  });

  it('lists the hours that are in no total with why and with what they counted', () => {
    const rows = september().traffic.undecided.map(({ when, why, figures }) => [
      words(when),
      why,
      ...figures,
    ]);
    expect(rows).toEqual([
      ['15 Sep 2026, 09:00 to 10:00', 'partly excluded', '12,000', '480'],
      ['22 Sep 2026, 16:00 to 17:00', 'partly excluded', '12,000', '480'],
    ]);
  });

  it('keeps every hour with the hash of its answer, in order', () => {
    const [table] = september().traffic.hours;
    // 176 that were due, less 2 that nobody read.
    expect(table?.summary).toBe('Every hour of orders-gateway: 174 answers');
    expect(table?.rows).toHaveLength(174);
    const first = table?.rows[0];
    // 1 September 2026, a Tuesday, is day 20,697 of the epoch; 09:00 in New York is 13:00 UTC.
    // 20,697 x 24 + 13 = 496,741.
    expect(first && words(first.when)).toBe('1 Sep 2026, 09:00 to 10:00');
    expect(first).toMatchObject({
      standing: 'counted',
      total: '12,000',
      bad: '480',
      shortHash: '496741c0ffee',
    });
    expect(first?.hash).toHaveLength(64);
    const standings = Map.groupBy(table?.rows ?? [], ({ standing }) => standing);
    expect([...standings].map(([standing, rows]) => [standing, rows.length])).toEqual([
      ['counted', 168],
      ['no counts', 4],
      ['in no total', 2],
    ]);
  });

  it('speaks of hours where there are hours, and shows no quantiles', () => {
    const { part } = september();
    // 168 / 176 = 95.4545... %, cut down.
    expect(part.strength[0]).toBe(
      'Coverage: 168 of 176 hours of traffic were counted whole, 95.45 %; the floor is 95 %.',
    );
    expect(part.quantiles).toEqual([]);
    expect(part.notes).toContain(
      'Counted traffic holds no times of single requests, so there are no quantiles.',
    );
    expect(part.notes).toContain(
      'In no total, because partly excluded: 2 hours with 24,000 requests (960 bad).',
    );
  });

  it('draws the hours that hold no counts as not measured', () => {
    const [chart] = september().view.charts;
    const holes = chart?.bands.filter(({ kind }) => kind === 'unmeasured').map(({ start }) => start);
    expect(holes).toEqual(
      ['2026-09-02T10:00-04:00', '2026-09-09T14:00-04:00', '2026-09-17T15:00-04:00'].map(at),
    );
  });

  it('is nothing where there is none', () => {
    expect(trafficView({}, zone)).toBeNull();
  });
});

describe('traffic beyond the usual', () => {
  const start = at('2026-07-01T00:00-04:00');
  const given: TrafficStatement = {
    ...{
      source: 'gateway',
      thresholdMs: null,
      queries: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    slices: Array.from({ length: 2210 }, (_, place) => ({
      ...{ start: start + place * hour, end: start + (place + 1) * hour },
      ...{ total: 1, bad: 0, answerHash: '0'.repeat(64) },
    })),
    ...{ unanswered: [], unread: [{ start: start - 30 * hour, end: start }] },
  };

  it('says which queries came later, and that failed requests are the bad ones', () => {
    expect(trafficView({ traffic: [given] }, zone)?.asked.map((asked) => asked.words)).toEqual([
      'Asked of gateway for each hour. Bad requests are those that failed.',
      'Asked of gateway for each hour, after the queries had changed. Bad requests are those that failed.',
    ]);
  });

  it('names the date of an end on another day', () => {
    const [row] = trafficView({ traffic: [given] }, zone)?.missing ?? [];
    expect(row && words(row.when)).toBe('29 Jun 2026, 18:00 to 1 Jul 2026, 00:00');
    expect(row?.figures).toEqual(['30 hours']);
  });

  it('keeps neighbours apart that lack counts for different reasons', () => {
    const faults = ['empty', 'not-a-count', 'not-a-count'] as const;
    const unanswered = faults.map((fault, place) => ({
      ...{ start: start + place * hour, end: start + (place + 1) * hour },
      ...{ fault, answerHash: '0'.repeat(64) },
    }));
    const rows = trafficView({ traffic: [{ ...given, slices: [], unanswered, unread: [] }] }, zone)?.missing;
    expect(rows?.map(({ why, figures }) => [why, ...figures])).toEqual([
      ['the query found no series', '1 hour'],
      ['the answer was no count: negative, infinite, or more bad requests than there were', '2 hours'],
    ]);
  });

  it('shows the newest hours of a quarter and says how many are older', () => {
    // A quarter has at most 92 x 24 = 2,208 hours.
    const [table] = trafficView({ traffic: [given] }, zone)?.hours ?? [];
    expect(table?.rows).toHaveLength(2208);
    expect(table?.rows[0]?.key).toBe(String(start + 2 * hour));
    expect(table?.left).toBe('2 older ones are not on this page; the API gives them all.');
  });
});
