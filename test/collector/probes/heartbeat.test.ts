import { describe, expect, it } from 'vitest';
import { heartbeat } from '@upheld/collector/probes/heartbeat';
import type { Attempt, Deafness, Hearing } from '@upheld/collector/probes/probe';
import { probeContext } from '../../contracts/probe.ts';

/** 2026-11-21T10:00:00Z: the slot of a nightly job that calls every 24 h, with an hour of grace. */
const at = Date.UTC(2026, 10, 21, 10);
const hour = 3_600_000;
const day = 24 * hour;
const spec = heartbeat.spec.parse({ grace: '1h' });

const sinceEver: Deafness = { until: 0, reason: 'stopped' };

/** The slot's outcome where the last heartbeat came at `last`. */
function probe(last: number | null, deafness: Deafness = sinceEver, everyMs = day): Promise<Attempt> {
  const lastBeat: Hearing['lastBeat'] = async (before) => (last !== null && last <= before ? last : null);
  const hearing = { lastBeat, deafness: () => deafness };
  return heartbeat.probe(spec, probeContext([], { slot: { at, everyMs }, hearing }));
}

const words = async (attempt: Promise<Attempt>) => (await attempt).error;

describe('the probe kind heartbeat', () => {
  it.each([
    ['in the slot’s own instant', at],
    ['in the last 24 h', at - day + 1],
    ['in the hour of grace', at - 25 * hour + 1],
  ])('is ok where a heartbeat came %s', async (_title, last) => {
    expect(await probe(last)).toEqual({
      ...{ outcome: 'ok', reason: null, latencyMs: null, phases: {}, status: null, error: null },
    });
  });

  it('is bad from the end of the grace on, and says how long the silence is', async () => {
    expect(await probe(at - 25 * hour)).toEqual({
      ...{ outcome: 'bad', reason: 'timeout', latencyMs: null, phases: {}, status: null },
      error: 'no heartbeat for 25 h; the last came 2026-11-20T09:00:00Z',
    });
    expect(await words(probe(at - 26 * hour - 59 * 60_000))).toBe(
      'no heartbeat for 26 h; the last came 2026-11-20T07:01:00Z',
    );
    expect(await words(probe(at - 50 * hour))).toBe(
      'no heartbeat for 2 d; the last came 2026-11-19T08:00:00Z',
    );
  });

  it('is bad where none ever came', async () => {
    expect(await probe(null)).toMatchObject({
      ...{ outcome: 'bad', reason: 'timeout', error: 'no heartbeat for 25 h; none ever came' },
    });
    // 60 s and the hour.
    expect(await words(probe(null, sinceEver, 60_000))).toBe('no heartbeat for 61 min; none ever came');
  });

  it('counts no heartbeat that came after the slot', async () => {
    expect(await probe(at + 1)).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });

  it('is not measured where we did not listen for all of the window', async () => {
    expect(await probe(null, { until: at - 25 * hour + 1, reason: 'stopped' })).toEqual({
      ...{ outcome: 'unmeasured', reason: 'stopped', latencyMs: null, phases: {}, status: null },
      error: 'no heartbeat in 25 h, but until 2026-11-20T09:00:00.001Z one would not have been heard',
    });
    expect(await probe(at - 30 * hour, { until: at - hour, reason: 'stopped' })).toMatchObject({
      ...{ outcome: 'unmeasured', reason: 'stopped' },
    });
  });

  it('is not measured where one may have come that could not be stored', async () => {
    expect(await probe(null, { until: at - hour, reason: 'storage' })).toMatchObject({
      ...{ outcome: 'unmeasured', reason: 'storage' },
      error: 'no heartbeat in 25 h, but until 2026-11-21T09:00:00Z one could not be stored',
    });
  });

  it('is bad where we listened from the first instant of the window on', async () => {
    const attempt = probe(null, { until: at - 25 * hour, reason: 'stopped' });
    expect(await attempt).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });

  it('is ok where a heartbeat is known, however late we began to listen', async () => {
    // It came before a restart: the store has it.
    expect(await probe(at - day, { until: at, reason: 'stopped' })).toMatchObject({ outcome: 'ok' });
  });

  it('is not measured where the storage cannot be read', async () => {
    const hearing = { lastBeat: () => Promise.reject(new Error('locked')), deafness: () => sinceEver };
    const attempt = heartbeat.probe(spec, probeContext([], { slot: { at, everyMs: day }, hearing }));
    expect(await attempt).toMatchObject({
      ...{ outcome: 'unmeasured', reason: 'storage', error: 'the heartbeats that came could not be read' },
    });
  });

  it('asks nobody', async () => {
    const asked = () => Promise.reject(new Error('asked'));
    const egress = { request: asked, connect: asked, query: asked };
    const context = probeContext([], { egress, slot: { at, everyMs: day } });
    expect(await heartbeat.probe(spec, context)).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });

  it.each([
    [{}, 'a duration is a whole number of seconds (s), minutes (m), hours (h) or days (d), such as 1h'],
    [
      { grace: '1M' },
      'a duration is a whole number of seconds (s), minutes (m), hours (h) or days (d), such as 1h',
    ],
    [undefined, 'the spec of a heartbeat source has a grace, such as { grace: 1h }'],
  ])('refuses the spec %j', (given, message) => {
    expect(heartbeat.spec.safeParse(given).error?.issues[0]?.message).toBe(message);
  });

  it('refuses keys that it does not know', () => {
    expect(heartbeat.spec.safeParse({ grace: '1h', token: 'abc' }).success).toBe(false);
  });
});
