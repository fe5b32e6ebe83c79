import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '@upheld/collector/egress/timeline';
import type { Phase } from '@upheld/collector/egress';

/** A clock that stands at each instant in turn. */
function clockOf(instants: number[]): () => number {
  const left = [...instants];
  return () => left.shift() ?? Infinity;
}

/** In whole tenths, because 0.1 + 0.2 is not 0.3. */
function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10);
}

describe('the record of a request', () => {
  it('rounds instants and takes differences, so that nothing is lost between phases', () => {
    // Each phase lasts 0.04 ms, which is 0.0 for itself; the instants 0.04, 0.08, 0.12, 0.16 are 0, 0.1, 0.1, 0.2.
    const timeline = new Timeline('dns', clockOf([5, 5.04, 5.08, 5.12, 5.16]));
    timeline.enter('connect');
    timeline.enter('firstByte');
    timeline.enter('body');
    expect(timeline.finish()).toEqual({ latencyMs: 0.1, totalMs: 0.2 });
    expect(timeline.phases).toEqual({ dns: 0, connect: 0.1, firstByte: 0, body: 0.1 });
  });

  it('adds the phases of redirects up, and latency runs from the first request to the last byte', () => {
    const timeline = new Timeline('dns', clockOf([0, 10, 12, 20, 21, 25, 28, 38, 40]));
    timeline.enter('connect'); // 10 ms of dns
    timeline.enter('firstByte'); // 2 of connect
    timeline.enter('body'); // 8 of firstByte
    timeline.hop('dns'); // 1 of body
    timeline.enter('connect'); // 4 of dns
    timeline.enter('firstByte'); // 3 of connect
    timeline.enter('body'); // 10 of firstByte
    expect(timeline.finish()).toEqual({ latencyMs: 28, totalMs: 40 });
    expect(timeline.phases).toEqual({ dns: 14, connect: 5, firstByte: 18, body: 3 });
    expect(timeline.hops).toBe(1);
  });

  it('has phases that add up to the total, whatever the instants and the hops', () => {
    const steps = fc.array(fc.double({ min: 0, max: 2_000, noNaN: true }), { minLength: 5, maxLength: 20 });
    const order: Phase[] = ['connect', 'tls', 'firstByte', 'body', 'dns'];
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), steps, (start, durations) => {
        let at = start;
        const instants = durations.map((duration) => (at += duration));
        const timeline = new Timeline('dns', clockOf([start, ...instants]));
        durations.slice(1).forEach((_, index) => timeline.enter(order[index % 5] ?? 'dns'));
        const { totalMs, latencyMs } = timeline.finish();
        const phases = Object.values(timeline.phases);
        expect(phases.reduce((sum, phase) => sum + tenths(phase), 0)).toBe(tenths(totalMs));
        expect(Math.abs(totalMs - (at - start))).toBeLessThan(0.051);
        expect(latencyMs).toBeLessThanOrEqual(totalMs);
        for (const phase of phases) expect(phase).toBe(Number(phase.toFixed(1)));
        for (const phase of phases) expect(phase).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
