// Valid facts for the store contract: start from one and change one thing.
import type { NewReport, NewSample } from '@upheld/collector/store/store';
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { Slice } from '@upheld/shared/facts/slice';
import { anOccurrence } from '../builders/agreement.ts';

/** 2026-07-01T00:00:00Z. */
export const start = 1_782_864_000_000;
export const minute = 60_000;
export const hour = 60 * minute;

export const api = { agreement: 'acme', source: 'api' };
export const desk = { agreement: 'acme', source: 'desk' };
export const everything = { ...api, start: 0, end: 8e15 };

export const okSample = (at: number, latencyMs: number | null = 182.4): NewSample => ({
  agreement: 'acme',
  source: 'api',
  vantage: 'main',
  at,
  outcome: 'ok',
  reason: null,
  latencyMs,
});

export const badSample = (at: number): NewSample => ({
  agreement: 'acme',
  source: 'api',
  vantage: 'main',
  at,
  outcome: 'bad',
  reason: 'timeout',
  latencyMs: null,
});

/** A check of freshness that found the last update `ageMs` old. */
export const agedSample = (at: number, ageMs: number): NewSample => ({
  ...{ agreement: 'acme', source: 'api', vantage: 'main', at, latencyMs: 182.4, ageMs },
  ...{ outcome: 'ok', reason: null },
});

/** A request that was answered with a status that was not expected. */
export const statusSample = (at: number, status: number | null): NewSample => ({
  ...{ agreement: 'acme', source: 'api', vantage: 'main', at, latencyMs: 12, status },
  ...{ outcome: 'bad', reason: 'status' },
});

export const aLoadTest = (change: Partial<LoadTest> = {}): LoadTest => ({
  agreement: 'acme',
  objective: 'capacity',
  name: 'autumn',
  at: start,
  users: 10_000,
  terms: [
    { name: 'http_req_duration: p(95)<200', kept: true },
    { name: 'http_req_failed: rate<0.001', kept: false },
  ],
  tool: 'k6',
  ...change,
});

/** An hour of real traffic. */
export const aSlice = (change: Partial<Omit<Slice, 'counts' | 'fault'>> = {}): Slice => ({
  ...api,
  start,
  end: start + hour,
  thresholdMs: null,
  queries: ['sum(increase(requests_total[1h]))', 'sum(increase(requests_total{code=~"5.."}[1h]))'],
  answerHash: 'ab'.repeat(32),
  counts: { total: 9000, bad: 9 },
  fault: null,
  ...change,
});

/** What a page says on a quiet day. */
export const aReport = (at: number, change: Partial<NewReport> = {}): NewReport => ({
  ...api,
  at,
  status: 'operational',
  maintenance: [],
  ...change,
});

/** Batch n holds the slots n * rows up to (n + 1) * rows, one a millisecond. */
export const batchOf = (vantage: string, batch: number, rows: number, isOk: boolean): NewSample[] =>
  Array.from({ length: rows }, (_, row) => {
    const at = start + batch * rows + row;
    return { ...(isOk ? okSample(at) : badSample(at)), vantage };
  });

export const occurrence = anOccurrence({ openedAt: start });
