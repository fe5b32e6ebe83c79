import { describe, expect, it } from 'vitest';
import { witnessesOf, type Check } from '@upheld/shared/api/witnesses';
import type { ReportedStatus } from '@upheld/shared/facts/status-report';

const noon = Date.UTC(2026, 7, 15, 12);
const ok: Check = { source: 'api', at: noon, outcome: 'ok', reason: null };
const bad: Check = { source: 'events', at: noon, outcome: 'bad', reason: 'timeout' };

function witness(status: ReportedStatus, checks: Check[]) {
  const reports = [
    { at: noon - 60_000, seenAt: noon, status, maintenance: [] },
    { at: 0, seenAt: noon - 120_000, status: 'unknown' as const, maintenance: [] },
  ];
  return witnessesOf([{ source: 'page', reports }], checks)[0];
}

describe('a second witness', () => {
  it.each([
    ['operational', [ok], 'agrees', 'It says that all is well; our last check of api was ok'],
    [
      'operational',
      [ok, bad],
      'disagrees',
      'It says that all is well; our last check of events failed (timeout)',
    ],
    ['operational', [], 'unknown', 'It says that all is well; no endpoint was measured lately'],
    ['major_outage', [ok], 'disagrees', 'It says that there is a major outage; our last check of api was ok'],
    [
      'partial_outage',
      [ok, bad],
      'agrees',
      'It says that there is a partial outage; our last check of events failed (timeout)',
    ],
    ['degraded', [ok], 'agrees', 'It says that it is degraded; our last check of api was ok'],
    [
      'maintenance',
      [bad],
      'agrees',
      'It says that it is under maintenance; our last check of events failed (timeout)',
    ],
    ['unknown', [ok], 'unknown', 'It says nothing that can be read'],
  ] as const)('that says %s beside %j %s', (status, checks, stands, words) => {
    expect(witness(status, [...checks])).toMatchObject({ agreement: stands, words });
  });

  it('names every check that failed, or every one that was ok', () => {
    const other = { ...bad, source: 'api', reason: 'status' };
    const found = (checks: Check[]) => witness('degraded', checks)?.words.split('; ')[1];
    expect(found([bad, other])).toBe('our last checks of events (timeout), api (status) failed');
    expect(found([ok, { ...ok, source: 'b' }])).toBe('our last checks of api, b were ok');
  });

  it('speaks with its last report, and tells since when', () => {
    expect(witness('operational', [])).toMatchObject({ at: noon - 60_000, seenAt: noon });
  });

  it('is not held against its own check', () => {
    expect(witness('operational', [{ ...bad, source: 'page' }])).toMatchObject({
      agreement: 'unknown',
      checks: [],
    });
  });

  it('is none where a source never reported', () => {
    expect(witnessesOf([{ source: 'api', reports: [] }], [ok])).toEqual([]);
  });
});
