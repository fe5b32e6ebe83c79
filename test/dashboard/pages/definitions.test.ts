import { describe, expect, it } from 'vitest';
import { definitionsView } from '../../../dashboard/src/lib/pages/definitions.ts';
import { northwindObjective } from '../../fixtures/api/northwind.ts';
import { definitionsAnswer } from '../../fixtures/api/questions.ts';
import { zone } from '../../fixtures/api/window.ts';

function view(name: string, period = '2026-08', source: string | null = null) {
  const response = northwindObjective('2026-Q3', name);
  if (response === null) throw new Error(`no promise ${name}`);
  return definitionsView(definitionsAnswer(response, period).definitions, { period, source }, zone);
}

describe('other definitions', () => {
  it("stand beside the contract's own, which is marked", () => {
    const [part, ...more] = view('uptime') ?? [];
    expect(more).toEqual([]);
    expect(part?.rows.map(({ name, isContract, value }) => [name, isContract, value])).toEqual([
      ['Share of checks', false, '99.671 %'],
      ['Mean of five-minute shares', false, '99.750 %'],
      ['Share of minutes', true, '99.770 %'],
      ['Minutes with enough checks to be down', false, '100.000 %'],
    ]);
  });

  it('say what was counted, in the unit of each', () => {
    const counts = view('uptime')?.[0]?.rows.map((row) => row.counts);
    expect(counts?.[0]).toBe('10,007 checks good, 33 checks bad, 4 checks not measured');
    expect(counts?.[3]).toBe('10,020 minutes good, no minutes bad, 23 minutes bad with too few checks');
  });

  it('have a table for each part of a period that an amendment cut', () => {
    expect(view('catalog-uptime')?.map(({ heading }) => heading)).toEqual([
      '1 Aug 2026 to 16 Aug 2026',
      '17 Aug 2026 to 31 Aug 2026',
    ]);
    expect(view('uptime')?.map(({ heading }) => heading)).toEqual([null]);
  });

  it('are those of the source that is shown, and none of one that is not there', () => {
    expect(view('error-rate', '2026-08', 'orders-api')?.[0]?.rows[0]?.isContract).toBe(true);
    expect(view('error-rate', '2026-08', 'nobody')).toBeNull();
  });

  it('are told of counted traffic only where they look into no hour', () => {
    const rows = view('gateway-latency', '2026-09')?.[0]?.rows ?? [];
    expect(rows.map(({ name, value, verdict }) => [name, value, verdict])).toEqual([
      ['Share of requests', '96.000 %', 'met'],
      ['Mean of five-minute shares', 'cannot be told', 'undetermined'],
      ['Share of minutes', 'cannot be told', 'undetermined'],
      ['Minutes with enough checks to be down', 'cannot be told', 'undetermined'],
    ]);
    // 168 hours of 12,000, of which 480 are slow.
    expect(rows.map(({ counts }) => counts)).toEqual([
      '1,935,360 requests good, 80,640 requests bad',
      '',
      '',
      '',
    ]);
  });
});
