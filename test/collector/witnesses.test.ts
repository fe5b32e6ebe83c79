import { describe, expect, it } from 'vitest';
import { readWitnesses } from '@upheld/collector/witnesses';
import type { NewSample } from '@upheld/collector/store/store';
import { anAgreement } from '../builders/agreement.ts';
import { temporaryStore } from './collect/temporary-store.ts';

const noon = Date.UTC(2026, 7, 15, 12);
const minute = 60_000;
const { sources } = anAgreement();
const pages = sources.map((source) => ({ ...source, name: 'page', type: 'statuspage' }));
const agreement = anAgreement({ sources: [...sources, ...pages] });

const at = (minutes: number, vantage: string, outcome: object) =>
  ({ agreement: 'acme', source: 'api', vantage, at: noon + minutes * minute, ...outcome }) as NewSample;
const ok = { outcome: 'ok', reason: null, latencyMs: 20 };
const slow = { outcome: 'bad', reason: 'timeout', latencyMs: null };
const unmeasured = { outcome: 'unmeasured', reason: 'stopped', latencyMs: null };

async function heard(samples: NewSample[]) {
  const store = await temporaryStore();
  await store.putSamples(samples);
  await store.putReport({ agreement: 'acme', source: 'page', at: noon, status: 'degraded', maintenance: [] });
  return readWitnesses(store, agreement, (type) => type === 'http', noon);
}

describe('what is heard of an agreement', () => {
  it('is what its sources reported, beside the last measured check of each endpoint', async () => {
    expect(await heard([at(-2, 'main', slow), at(-1, 'main', unmeasured)])).toEqual({
      heard: [
        { source: 'api', reports: [] },
        { source: 'page', reports: [{ at: noon, seenAt: noon, status: 'degraded', maintenance: [] }] },
      ],
      checks: [{ source: 'api', at: noon - 2 * minute, outcome: 'bad', reason: 'timeout' }],
    });
  });

  it('takes the newest check of several vantages', async () => {
    const { checks } = await heard([at(-2, 'rome', slow), at(-1, 'oslo', ok)]);
    expect(checks).toEqual([{ source: 'api', at: noon - minute, outcome: 'ok', reason: null }]);
  });

  it('has no check that is older than three slots', async () => {
    expect((await heard([at(-4, 'main', ok)])).checks).toEqual([]);
  });
});
