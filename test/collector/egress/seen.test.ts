import { describe, expect, it } from 'vitest';
import type { EgressResponse } from '@upheld/collector/egress';
import { seenIn } from '@upheld/collector/egress/seen';

const response: EgressResponse = {
  status: 200,
  headers: {},
  body: Buffer.alloc(0),
  truncated: false,
  latencyMs: 90,
  totalMs: 100,
  reused: false,
  phases: { connect: 10, firstByte: 50, body: 40 },
  tls: null,
};
const date = 'Sat, 21 Nov 2026 12:00:00 GMT';
const noon = Date.UTC(2026, 10, 21, 12);

describe('what a response tells beside its answer', () => {
  it('is whether the connection was used before, where there is nothing else', () => {
    expect(seenIn(response, noon)).toEqual({ reused: false });
  });

  it.each([
    // The body took 40 ms, so the header came 40 ms before the end.
    ['as late as ours', noon + 40, 0],
    ['ahead', noon - 5_000, 5_040],
    ['behind', noon + 5_000, -4_960],
  ])('is that the partner’s clock is %s, from when the header came', (_title, now, clockSkewMs) => {
    expect(seenIn({ ...response, headers: { date } }, now)).toEqual({ reused: false, clockSkewMs });
  });

  it('takes a cache’s age off, which is no skew', () => {
    const seen = seenIn({ ...response, headers: { date, age: '3600' } }, noon + 3_600_040);
    expect(seen.clockSkewMs).toBe(0);
  });

  it('knows no skew from a date that is none', () => {
    expect(seenIn({ ...response, headers: { date: '2026' } }, noon)).toEqual({ reused: false });
  });

  it('keeps where the partner’s time went', () => {
    const headers = { 'server-timing': 'db;dur=53.2, cache;desc=hit' };
    expect(seenIn({ ...response, headers }, noon)).toEqual({ reused: false, serverTiming: { db: 53.2 } });
    expect(seenIn({ ...response, headers: { 'server-timing': 'cache' } }, noon)).toEqual({ reused: false });
  });
});
