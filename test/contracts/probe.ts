// What every probe kind has to stand: a partner that is down, slow, hostile or hidden is an outcome of the
// closed lists, never an exception, and never more than one request an attempt.
import { describe, expect, it } from 'vitest';
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import { createEgress } from '@upheld/collector/egress';
import type { Attempt, ProbeContext, ProbeKind } from '@upheld/collector/probes/probe';
import { loopbackEgress, noSecrets } from '../collector/egress/servers.ts';
import type { Running } from '../collector/egress/servers.ts';
import { canary, httpPeers } from './peers.ts';
import type { Peers } from './peers.ts';

/** A kind with a valid spec that asks `url` and gives up after half a second. */
export type Subject<Spec> = {
  kind: ProbeKind<Spec>;
  specFor: (url: string) => unknown;
  /** Servers of HTTP unless given. */
  peers?: Peers;
};

export function probeContext(ports: number[], change: Partial<ProbeContext> = {}): ProbeContext {
  return {
    ...{ egress: loopbackEgress(ports), credentials: noSecrets, now: () => Date.now() },
    slot: { at: Date.now(), everyMs: 60_000 },
    hearing: { lastBeat: async () => null, deafness: () => ({ until: 0, reason: 'stopped' }) },
    ...change,
  };
}

export function probeContract<Spec>({ kind, specFor, peers = httpPeers }: Subject<Spec>): void {
  async function probe(server: Running, context = probeContext([server.port])): Promise<Attempt> {
    return await kind.probe(kind.spec.parse(specFor(server.url)), context);
  }

  describe(`the probe kind ${kind.type}, as every kind`, () => {
    it.each(peers.hostile)(
      'ends as bad, after one request, where a server sends %s',
      async (_title, serve) => {
        const server = await serve();
        const attempt = await probe(server);
        expect(attempt.outcome).toBe('bad');
        expect(badReasons).toContain(attempt.reason);
        expect(attempt.error).not.toBeNull();
        expect(JSON.stringify(attempt)).not.toContain(canary);
        expect(server.requests()).toBe(1);
      },
    );

    const { well } = peers;
    if (well !== undefined) {
      it('ends as ok, after one request, where all is well', async () => {
        const server = await well();
        expect(await probe(server)).toMatchObject({ outcome: 'ok', reason: null, error: null });
        expect(server.requests()).toBe(1);
      });
    }

    it('ends as bad at its deadline where nothing is answered', async () => {
      expect(await probe(await peers.silent())).toMatchObject({
        outcome: 'bad',
        reason: 'timeout',
        latencyMs: null,
      });
    });

    it('ends as bad where nobody listens', async () => {
      expect(await probe(await peers.closed())).toMatchObject({
        outcome: 'bad',
        reason: 'connect',
        latencyMs: null,
      });
    });

    it('is not measured where the policy forbids the address', async () => {
      const egress = createEgress({ allow: [], version: '1' });
      expect(await probe(await peers.closed(), probeContext([], { egress }))).toMatchObject({
        outcome: 'unmeasured',
        reason: 'policy',
      });
    });

    it.each(['EAI_AGAIN', 'ENETUNREACH'])('is not measured where our own side says %s', async (code) => {
      const { url, egress } = await peers.unreachable(code);
      const attempt = await probe({ port: 80, url }, probeContext([], { egress }));
      expect(attempt).toMatchObject({ outcome: 'unmeasured', reason: 'own-network', latencyMs: null });
      expect(unmeasuredReasons).toContain(attempt.reason);
    });

    it('refuses keys that it does not know', () => {
      const spec = Object.assign({}, specFor('http://127.0.0.1:1/'), { surprise: true });
      expect(kind.spec.safeParse(spec).success).toBe(false);
    });
  });
}
