import { describe, expect, it } from 'vitest';
import { historyUntil } from './history.ts';
import { incidentsAround } from './story.ts';

// Ten minutes into the fourth quarter of 2026 in London (UTC+1 until 25 October).
const now = Date.parse('2026-09-30T23:10:00Z');
const texts = historyUntil(now, incidentsAround(now), [
  { ticket: 'LU-1', at: now - 1, type: 'opened', severity: 2 },
  { ticket: 'LU-2', at: now + 1, type: 'opened', severity: 2 },
]);

function linesOf(what: string, agreement: string): string[] {
  const text = texts.find((one) => one.what === what && one.agreement === agreement);
  return [...(text?.csv ?? [])].join('').trimEnd().split('\n');
}

describe('the demo history', () => {
  it('has a row for every slot from the first day of the past quarter until now', () => {
    const lines = linesOf('samples', 'northwind-atlas');
    // 92 days of 288 slots, two in the ten minutes of 1 October, and the header.
    expect(lines).toHaveLength(92 * 288 + 2 + 1);
    const at = lines.slice(1).map((line) => Number(line.split(',')[0]));
    expect(at[0]).toBeGreaterThanOrEqual(Date.parse('2026-06-30T23:00:00Z'));
    expect(at[0]).toBeLessThan(Date.parse('2026-06-30T23:05:00Z'));
    expect(at.every((instant, index) => instant === (at[0] ?? 0) + index * 300_000)).toBe(true);
  });

  it('leaves a night on which our own collector was away without a measurement', () => {
    const lines = linesOf('samples', 'northwind-harbor');
    // Third Saturday of September 2026 is the 19th; 01:10 in Berlin is 23:10 UTC of the day before. 180 minutes, 90 slots.
    const away = lines.filter((line) => line.endsWith(',payments-api,main,,,stopped'));
    expect(away).toHaveLength(90);
    expect(new Date(Number(away[0]?.split(',')[0])).toISOString()).toMatch(/^2026-09-18T23:1[01]:/);
  });

  it('writes a time-out as a failure without a latency', () => {
    const lines = linesOf('samples', 'northwind-lumen');
    // In New York the third quarter still runs, so month 1 is May, whose third Thursday is the 21st;
    // 14:07 in New York is 18:07 UTC.
    const away = lines.filter((line) => {
      const [at = '', source] = line.split(',');
      return (
        source === 'orders-api' && new Date(Number(at) || 0).toISOString().startsWith('2026-05-21T18:07:')
      );
    });
    expect(away.map((line) => line.split(',').slice(2))).toEqual([['main', 'false', '', 'timeout']]);
  });

  it('writes tickets one row an event, and none that is still to come', () => {
    expect(linesOf('tickets', 'northwind-lumen')).toEqual([
      'ticket,at,event,severity,actor,auto,into,source',
      `LU-1,${now - 1},opened,2,,,,lumen-desk`,
    ]);
  });
});
