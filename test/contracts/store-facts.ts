// Valid facts for the store contract: start from one and change one thing.
import type { NewSample } from '@upheld/collector/store/store';
import { anOccurrence } from '../builders/agreement.ts';

/** 2026-07-01T00:00:00Z. */
export const start = 1_782_864_000_000;
export const minute = 60_000;

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

/** Batch n holds the slots n * rows up to (n + 1) * rows, one a millisecond. */
export const batchOf = (vantage: string, batch: number, rows: number, isOk: boolean): NewSample[] =>
  Array.from({ length: rows }, (_, row) => {
    const at = start + batch * rows + row;
    return { ...(isOk ? okSample(at) : badSample(at)), vantage };
  });

export const occurrence = anOccurrence({ openedAt: start });
