import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Attempt, OwnNetwork, ProbeKind } from '@upheld/collector/probes/probe';
import { runProbe } from '@upheld/collector/collect/run-probe';
import { probeContext } from '../../contracts/probe.ts';
import { fakeClock } from '../schedule/fake-clock.ts';

const ok: Attempt = {
  outcome: 'ok',
  reason: null,
  latencyMs: 12.3,
  phases: { body: 12.3 },
  status: 200,
  error: null,
};
const noPhases = { phases: {}, status: null };
const refused: Attempt = {
  ...noPhases,
  outcome: 'bad',
  reason: 'connect',
  latencyMs: null,
  error: 'ECONNREFUSED',
};
const timedOut: Attempt = {
  ...noPhases,
  outcome: 'bad',
  reason: 'timeout',
  latencyMs: null,
  error: 'DEADLINE',
};
const status: Attempt = {
  ...noPhases,
  outcome: 'bad',
  reason: 'status',
  latencyMs: 5,
  error: 'got 500',
  status: 500,
};

const networkIsFine: OwnNetwork = () => Promise.resolve({ failed: false, words: null });

/** Runs a kind that gives these attempts, one after the other, with two seconds between retries. */
async function run(given: Attempt[], attempts: number, ownNetwork: OwnNetwork = networkIsFine) {
  const clock = fakeClock(1_000_000);
  let asked = 0;
  const kind: ProbeKind<object> = {
    type: 'scripted',
    spec: z.object(),
    longestMs: () => 1_000,
    probe: () => Promise.resolve(given[asked++] ?? ok),
  };
  const source = { retry: { attempts, delay: '2s' } };
  const result = runProbe(kind, {}, source, { ...probeContext([]), ownNetwork }, clock);
  await clock.advance(60_000);
  return { asked, result: await result };
}

describe('attempts of one slot', () => {
  it('end with the first success, and all of them are kept', async () => {
    const { asked, result } = await run([refused, ok, ok], 3);
    expect(asked).toBe(2);
    expect(result).toMatchObject({ outcome: 'ok', reason: null, latencyMs: 12.3 });
    expect(result.detail).toEqual({
      phases: { body: 12.3 },
      status: 200,
      // The retry comes two seconds after the attempt before it.
      attempts: [
        { startedAt: 1_000_000, outcome: 'bad', reason: 'connect', latencyMs: null, error: 'ECONNREFUSED' },
        { startedAt: 1_002_000, outcome: 'ok', reason: null, latencyMs: 12.3 },
      ],
    });
  });

  it('end with the last one where none succeeds', async () => {
    const { asked, result } = await run([refused, status, timedOut], 2);
    expect(asked).toBe(2);
    expect(result).toMatchObject({ outcome: 'bad', reason: 'status', latencyMs: 5 });
    expect(result.detail).toMatchObject({ status: 500, error: 'got 500' });
  });

  it('carry the status into the sample where it is the reason, and nowhere else', async () => {
    expect((await run([status], 1)).result).toMatchObject({ reason: 'status', status: 500 });
    const unexpected: Attempt = { ...status, reason: 'expectation', status: 200 };
    for (const attempt of [ok, unexpected, refused]) {
      expect((await run([attempt], 1)).result).not.toHaveProperty('status');
    }
  });

  it('carry the age of the last update into the sample where the check read one', async () => {
    expect((await run([{ ...ok, ageMs: 4200.5 }], 1)).result).toMatchObject({ outcome: 'ok', ageMs: 4200.5 });
    const unexpected: Attempt = { ...status, reason: 'expectation', status: 200, ageMs: 7000 };
    expect((await run([unexpected], 1)).result).toMatchObject({ outcome: 'bad', ageMs: 7000 });
    expect((await run([ok], 1)).result).not.toHaveProperty('ageMs');
  });

  it('are one unless the source asks for more', async () => {
    expect((await run([refused, ok], 1)).asked).toBe(1);
  });

  it.each(['policy', 'credentials', 'rate-limited'] as const)(
    'stop at %s, which asking again cannot change',
    async (reason) => {
      const { asked, result } = await run(
        [{ ...noPhases, outcome: 'unmeasured', reason, latencyMs: null, error: 'no' }, ok],
        3,
      );
      expect(asked).toBe(1);
      expect(result).toMatchObject({ outcome: 'unmeasured', reason });
    },
  );
});

describe('a failure that our own network may have caused', () => {
  const down: OwnNetwork = () => Promise.resolve({ failed: true, words: 'control gateway failed too' });

  it.each([refused, timedOut])('is not measured where a control target failed too', async (attempt) => {
    const { result } = await run([attempt], 1, down);
    expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'own-network', latencyMs: null });
    expect(result.detail.error).toBe(`${attempt.error}; control gateway failed too`);
    expect(result.detail.attempts?.[0]).toMatchObject({ outcome: 'bad', reason: attempt.reason });
  });

  it('is bad where every control target answered', async () => {
    expect((await run([refused], 1)).result).toMatchObject({ outcome: 'bad', reason: 'connect' });
  });

  it('is bad without a look at the controls where the partner answered', async () => {
    let looked = 0;
    const { result } = await run([status], 1, () => {
      looked += 1;
      return Promise.resolve({ failed: true, words: 'down' });
    });
    expect(result).toMatchObject({ outcome: 'bad', reason: 'status' });
    expect(looked).toBe(0);
  });
});
