import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHistory } from './history.ts';
import { incidentsAround } from './script.ts';

// Ten minutes into the fourth quarter of 2026 in London (UTC+1 until 25 October).
const now = Date.parse('2026-09-30T23:10:00Z');
let folder = '';

async function linesOf(file: string): Promise<string[]> {
  return (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-history-'));
  await writeHistory(
    folder,
    incidentsAround(now),
    [{ ticket: 'LU-1', at: now - 1, type: 'opened', severity: 2 }],
    now,
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('the demo history', () => {
  it('has a row for every slot from the first day of the past quarter until now', async () => {
    const lines = await linesOf('northwind-atlas.samples.csv');
    // 92 days of 288 slots, the slots 00:00 and 00:05 of 1 October, and the header.
    expect(lines).toHaveLength(92 * 288 + 2 + 1);
    expect(lines[1]).toMatch(new RegExp(`^${Date.parse('2026-06-30T23:00:00Z')},tiles-api,main,true,`));
  });

  it('leaves a night on which our own collector was away without a measurement', async () => {
    const lines = await linesOf('northwind-harbor.samples.csv');
    // Third Saturday of September 2026 is the 19th; 01:10 in Berlin is 23:10 UTC of the day before. 180 minutes.
    const away = lines.filter((line) => line.endsWith(',payments-api,main,,,stopped'));
    expect(away).toHaveLength(180);
    expect(away[0]).toBe(`${Date.parse('2026-09-18T23:10:00Z')},payments-api,main,,,stopped`);
  });

  it('writes a time-out as a failure without a latency', async () => {
    const lines = await linesOf('northwind-lumen.samples.csv');
    // In New York the third quarter still runs, so month 1 is May, whose third Thursday is the 21st;
    // 14:07 in New York is 18:07 UTC.
    expect(lines).toContain(`${Date.parse('2026-05-21T18:07:00Z')},orders-api,main,false,,timeout`);
  });

  it('writes tickets one row an event', async () => {
    expect(await linesOf('northwind-lumen.tickets.csv')).toEqual([
      'ticket,at,event,severity,actor,auto,into,source',
      `LU-1,${now - 1},opened,2,,,,lumen-desk`,
    ]);
  });
});
