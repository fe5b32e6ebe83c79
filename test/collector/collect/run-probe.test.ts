import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Attempt, OwnNetwork, ProbeKind } from '@upheld/collector/probes/probe';
import { runProbe } from '@upheld/collector/collect/run-probe';
import type { Surroundings } from '@upheld/collector/collect/run-probe';
import { blame } from '@upheld/collector/egress/failure';
import type { Credentials } from '@upheld/collector/egress/credentials';
import { EgressError } from '@upheld/collector/egress';
import type { EgressResponse } from '@upheld/collector/egress';
import { probeContext } from '../../contracts/probe.ts';
import { fakeClock } from '../schedule/fake-clock.ts';
import { plenty } from './scene.ts';

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

const untrusted: Attempt = {
  ...noPhases,
  outcome: 'bad',
  reason: 'tls',
  latencyMs: null,
  error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
};

const networkIsFine: OwnNetwork = () => Promise.resolve({ failed: false, words: null });

/** 2026-07-01T10:00:00Z, at which the slot is due and asked. */
const due = Date.UTC(2026, 6, 1, 10);

/** Runs a kind that gives these attempts, one after the other, with two seconds between retries. */
async function run(given: Attempt[], attempts: number, ownNetwork: OwnNetwork = networkIsFine) {
  let asked = 0;
  const { result } = await runKind(() => Promise.resolve(given[asked++] ?? ok), { attempts, ownNetwork });
  return { asked, result };
}

type Change = Partial<Surroundings> & { attempts?: number; lateMs?: number; mostRequests?: () => number };

/** Runs a slot of a minute whose attempts are made by `probe`. */
async function runKind(probe: ProbeKind['probe'], change: Change = {}) {
  const { attempts = 1, lateMs = 0, mostRequests, ...surroundings } = change;
  const clock = fakeClock(due + lateMs);
  const kind: ProbeKind = {
    ...{ type: 'scripted', spec: z.object(), longestMs: () => 1_000, probe },
    ...(mostRequests === undefined ? {} : { mostRequests }),
  };
  const slot = { at: due, everyMs: 60_000, retry: { attempts, delay: '2s' } };
  const given = { ...probeContext([]), ownNetwork: networkIsFine, allowance: plenty, ...surroundings };
  const running = runProbe(kind, {}, slot, given, clock);
  await clock.advance(60_000);
  const { outcome, detail, seen } = await running;
  return { result: { ...outcome, detail }, seen };
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
        {
          ...{ startedAt: due, outcome: 'bad', reason: 'connect', latencyMs: null },
          error: 'ECONNREFUSED',
          phases: {},
        },
        { startedAt: due + 2_000, outcome: 'ok', reason: null, latencyMs: 12.3 },
      ],
    });
  });

  const ours = (reason: 'credentials' | 'rate-limited' | 'overloaded' | 'own-network'): Attempt => ({
    ...{ ...noPhases, outcome: 'unmeasured', reason, latencyMs: null, error: reason },
  });

  it.each(['credentials', 'rate-limited', 'overloaded'] as const)(
    'end with the last that was measured where the retry ends as %s',
    async (reason) => {
      const first = { ...status, seen: { certificateEndsAt: due + 5 } };
      const { asked, result } = await run([first, ours(reason), ok], 3);
      expect(asked).toBe(2);
      expect(result).toMatchObject({ outcome: 'bad', reason: 'status', latencyMs: 5, status: 500 });
      expect(result.detail).toEqual({
        ...{ phases: {}, status: 500, certificateEndsAt: due + 5, error: 'got 500' },
        attempts: [
          { startedAt: due, outcome: 'bad', reason: 'status', latencyMs: 5, error: 'got 500' },
          {
            ...{ startedAt: due + 2_000, outcome: 'unmeasured', reason, latencyMs: null, error: reason },
            phases: {},
          },
        ],
      });
    },
  );

  it('end with the last one where none was measured', async () => {
    const { result } = await run([ours('own-network'), ours('rate-limited')], 2);
    expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'rate-limited' });
  });

  it('end with an answer from before our network failed', async () => {
    const down: OwnNetwork = async () => ({ failed: true, words: 'control gateway failed too' });
    const { result } = await run([status, refused], 2, down);
    expect(result).toMatchObject({ outcome: 'bad', reason: 'status', latencyMs: 5 });
  });

  it('ask the controls for the attempt that decides, as of when it began', async () => {
    const looked: number[] = [];
    const fine: OwnNetwork = async (startedAt) => {
      looked.push(startedAt);
      return { failed: false, words: 'control gateway answered with status 200' };
    };
    const { result } = await run([refused, ours('rate-limited')], 2, fine);
    expect(result).toMatchObject({ outcome: 'bad', reason: 'connect' });
    expect(result.detail.error).toBe('ECONNREFUSED; control gateway answered with status 200');
    // The monotonic clock stands at 1,000 when the slot begins.
    expect(looked).toEqual([1_000]);
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

  it.each(['policy', 'credentials', 'rate-limited', 'overloaded'] as const)(
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

  it.each([refused, timedOut, untrusted])(
    'is not measured where a control target failed too',
    async (attempt) => {
      const { result } = await run([attempt], 1, down);
      expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'own-network', latencyMs: null });
      expect(result.detail.error).toBe(`${attempt.error}; control gateway failed too`);
      expect(result.detail.attempts?.[0]).toMatchObject({ outcome: 'bad', reason: attempt.reason });
    },
  );

  it('is bad where every control target answered', async () => {
    expect((await run([refused], 1)).result).toMatchObject({ outcome: 'bad', reason: 'connect' });
  });

  it('is not measured where it spoilt every attempt, and what each saw first is kept', async () => {
    const { result } = await run([timedOut, refused], 2, down);
    expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'own-network' });
    expect(result.detail.attempts).toMatchObject([
      { startedAt: due, reason: 'timeout', error: 'DEADLINE' },
      { startedAt: due + 2_000, reason: 'connect', error: 'ECONNREFUSED' },
    ]);
  });

  it.each([
    ['a status', status],
    ['a certificate that ends too soon', { ...status, status: 200, reason: 'tls' }],
  ] as [string, Attempt][])(
    'is not looked for where the partner answered with %s',
    async (_what, attempt) => {
      let looked = 0;
      const { result } = await run([attempt], 1, () => {
        looked += 1;
        return Promise.resolve({ failed: true, words: 'down' });
      });
      expect(result).toMatchObject({ outcome: 'bad', reason: attempt.reason });
      expect(looked).toBe(0);
    },
  );
});

const answer: EgressResponse = {
  ...{ status: 200, headers: {}, body: Buffer.alloc(0), truncated: false, latencyMs: 1, totalMs: 1 },
  ...{ phases: {}, tls: null, reused: false },
};

/** A door that counts what leaves through it. */
function counted() {
  const counter = { left: 0 };
  const request = async () => {
    counter.left += 1;
    return answer;
  };
  return { counter, egress: { ...probeContext([]).egress, request } };
}

/** A kind that asks so many times whatever it may, and ends as what it met. */
function asking(times: number): ProbeKind['probe'] {
  return async (_spec, { egress }) => {
    try {
      for (let count = 0; count < times; count += 1) {
        await egress.request({ url: 'https://api.acme.example/', deadlineMs: 1_000 });
      }
      return ok;
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      return { ...noPhases, ...blame(error), error: `${error.code}: ${error.message}` };
    }
  };
}

describe('the budget of a slot', () => {
  it('is one request an attempt, whatever a kind tries', async () => {
    const { counter, egress } = counted();
    const { result } = await runKind(asking(2), { egress, attempts: 3 });
    expect(counter.left).toBe(1);
    expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'policy' });
    expect(result.detail.error).toBe(
      'BUDGET: this would be one request more than the 1 that an attempt may make',
    );
  });

  it('is what the kind says of its spec, anew for each attempt', async () => {
    const { counter, egress } = counted();
    const given = [timedOut, ok];
    const probe: ProbeKind['probe'] = async (spec, context) => {
      await asking(3)(spec, context);
      return given.shift() ?? ok;
    };
    const { result } = await runKind(probe, { egress, attempts: 2, mostRequests: () => 3 });
    expect(counter.left).toBe(6);
    expect(result).toMatchObject({ outcome: 'ok' });
  });

  it('ends the slot as overloaded where the agreement has no room, and sends nothing', async () => {
    const { counter, egress } = counted();
    const allowance = { ...plenty, enter: async () => null };
    const { result } = await runKind(asking(1), { egress, allowance, attempts: 3 });
    expect(counter.left).toBe(0);
    expect(result).toMatchObject({ outcome: 'unmeasured', reason: 'overloaded', latencyMs: null });
    expect(result.detail.error).toMatch(/^NO_ROOM: the agreement is asked as much as politeness/);
  });

  it('has the requests for tokens leave through the allowance too, until the slot may start no later', async () => {
    const { counter, egress } = counted();
    const entered: number[] = [];
    const allowance = {
      ...plenty,
      enter: async (until: number) => {
        entered.push(until);
        return () => undefined;
      },
    };
    const credentials: Credentials = async (_terms, deadlineMs, door) => {
      await door?.request({ url: 'https://id.acme.example/token', deadlineMs });
      return { ok: true, headers: {}, refused: () => undefined };
    };
    const probe: ProbeKind['probe'] = async (spec, context) => {
      await context.credentials({ url: 'https://api.acme.example/' }, 1_000);
      return await asking(1)(spec, context);
    };
    const { result } = await runKind(probe, { egress, allowance, credentials });
    expect(result).toMatchObject({ outcome: 'ok' });
    expect(counter.left).toBe(2);
    expect(entered).toEqual([1_250, 1_250]);
  });

  it('waits for room no longer than the slot may start late', async () => {
    const until: number[] = [];
    const allowance = {
      ...plenty,
      enter: async (instant: number) => {
        until.push(instant);
        return null;
      },
    };
    await runKind(asking(1), { allowance, lateMs: 100 });
    // The monotonic clock stands at 1,000. A fifth of a minute is more than 250 ms, of which 100 are over.
    expect(until).toEqual([1_150]);
  });
});

describe('what is kept of a slot', () => {
  it('is what every attempt saw; that of the last stands on top', async () => {
    const first = {
      ...status,
      phases: { connect: 3.1 },
      seen: { reused: false, certificateEndsAt: due + 5 },
    };
    const told = { serverTiming: { db: 4.2 }, clockSkewMs: -300, retryAfterMs: 5 };
    const second = { ...ok, seen: { ...told, reused: false, certificateEndsAt: due + 9 } };
    const { result } = await run([first, second], 2);
    expect(result.detail).toEqual({
      ...{ phases: { body: 12.3 }, status: 200, reused: false, certificateEndsAt: due + 9 },
      ...{ serverTiming: { db: 4.2 }, clockSkewMs: -300 },
      attempts: [
        {
          ...{ startedAt: due, outcome: 'bad', reason: 'status', latencyMs: 5, error: 'got 500' },
          ...{ phases: { connect: 3.1 }, status: 500, reused: false, certificateEndsAt: due + 5 },
        },
        { startedAt: due + 2_000, outcome: 'ok', reason: null, latencyMs: 12.3 },
      ],
    });
  });
});
