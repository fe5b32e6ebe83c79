import { describe, expect, it } from 'vitest';
import { witnessesOf, type Check } from '@upheld/shared/api/witnesses';
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import { anAgreement } from '../../builders/agreement.ts';

const noon = Date.UTC(2026, 7, 15, 12);
const ok: Check = { source: 'api', at: noon, outcome: 'ok', reason: null };
const bad: Check = { source: 'events', at: noon, outcome: 'bad', reason: 'timeout' };

function witness(status: ReportedStatus, checks: Check[]) {
  const reports = [
    { at: noon - 60_000, seenAt: noon, status, maintenance: [] },
    { at: 0, seenAt: noon - 120_000, status: 'unknown' as const, maintenance: [] },
  ];
  return witnessesOf(anAgreement(), [{ source: 'page', reports }], checks)[0];
}

describe('a second witness', () => {
  it.each([
    ['operational', [ok], 'agrees', 'It says that all is well; our last check was ok of api'],
    [
      'operational',
      [ok, bad],
      'disagrees',
      'It says that all is well; our last check failed of events (timeout)',
    ],
    ['operational', [], 'unknown', 'It says that all is well; no endpoint was measured lately'],
    ['major_outage', [ok], 'disagrees', 'It says that there is a major outage; our last check was ok of api'],
    [
      'partial_outage',
      [ok, bad],
      'agrees',
      'It says that there is a partial outage; our last check failed of events (timeout)',
    ],
    ['degraded', [ok], 'agrees', 'It says that it is degraded; our last check was ok of api'],
    [
      'maintenance',
      [bad],
      'agrees',
      'It says that it is under maintenance; our last check failed of events (timeout)',
    ],
    ['unknown', [ok], 'unknown', 'It says nothing that can be read'],
  ] as const)('that says %s beside %j %s', (status, checks, stands, words) => {
    expect(witness(status, [...checks])).toMatchObject({ agreement: stands, words });
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
    expect(witnessesOf(anAgreement(), [{ source: 'api', reports: [] }], [ok])).toEqual([]);
  });
});
