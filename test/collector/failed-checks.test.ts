import { describe, expect, it } from 'vitest';
import { readFailedChecks } from '@upheld/collector/failed-checks';
import { failureSchema } from '@upheld/shared/api/failure-records';
import { temporaryStore } from './collect/temporary-store.ts';

const at = Date.UTC(2026, 7, 15, 12);
const slot = { agreement: 'acme', source: 'api', vantage: 'main' };
const query = { agreement: 'acme', source: 'api', start: at, end: at + 10, limit: 10 };

describe('a failed check', () => {
  it('is read with every attempt, and what the last one saw on top', async () => {
    const store = await temporaryStore();
    const attempt = { startedAt: at, outcome: 'bad', reason: 'timeout', latencyMs: null };
    const seen = { phases: { connect: 1.2 }, error: 'no answer', serverTiming: { db: 3 }, reused: false };
    await store.putSamples([
      {
        ...{ ...slot, at, outcome: 'bad', reason: 'timeout', latencyMs: null },
        detail: { ...seen, attempts: [attempt, attempt] },
      },
    ]);
    const [check] = await readFailedChecks(store, { ...query, outcome: 'bad' });
    expect(failureSchema.parse(check)).toEqual({
      ...{ source: 'api', vantage: 'main', at, reason: 'timeout', latencyMs: null },
      ...{ seen, attempts: [attempt, attempt] },
    });
  });

  it('that was imported has no evidence', async () => {
    const store = await temporaryStore();
    await store.putSamples([{ ...slot, at, outcome: 'unmeasured', reason: 'stopped', latencyMs: null }]);
    const [check] = await readFailedChecks(store, query);
    expect(failureSchema.parse(check)).toMatchObject({ reason: 'stopped', seen: {}, attempts: [] });
  });
});
