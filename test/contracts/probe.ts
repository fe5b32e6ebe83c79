// What every probe kind has to stand: a partner that is down, slow, hostile or hidden is an outcome of the
// closed lists, never an exception, and never more than one request an attempt.
import { describe, expect, it } from 'vitest';
import { badReasons, unmeasuredReasons } from '@upheld/shared/facts/sample';
import { createEgress } from '@upheld/collector/egress';
import type { Attempt, ProbeContext, ProbeKind } from '@upheld/collector/probes/probe';
import { closedPort, loopbackEgress, noSecrets, rawServer } from '../collector/egress/servers.ts';
import type { Running } from '../collector/egress/servers.ts';

/** A kind with a valid spec that asks `url` and gives up after half a second. */
export type Subject<Spec> = { kind: ProbeKind<Spec>; specFor: (url: string) => unknown };

export function probeContext(ports: number[], change: Partial<ProbeContext> = {}): ProbeContext {
  return { egress: loopbackEgress(ports), credentials: noSecrets, now: () => Date.now(), ...change };
}

const hostile = [
  ['an empty answer', ''],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['a status outside of HTTP', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'],
  ['a server error', 'HTTP/1.1 503 Unavailable\r\ncontent-length: 0\r\n\r\n'],
  ['a redirect', 'HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['a cut body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
] as const;

export function probeContract<Spec>({ kind, specFor }: Subject<Spec>): void {
  async function probe(server: Running, context = probeContext([server.port])): Promise<Attempt> {
    return await kind.probe(kind.spec.parse(specFor(server.url)), context);
  }

  describe(`the probe kind ${kind.type}, as every kind`, () => {
    it.each(hostile)('ends as bad, after one request, where a server sends %s', async (_title, answer) => {
      let requests = 0;
      const server = await rawServer((socket) => {
        socket.once('data', () => {
          requests += 1;
          socket.end(answer);
        });
      });
      const attempt = await probe(server);
      expect(attempt.outcome).toBe('bad');
      expect(badReasons).toContain(attempt.reason);
      expect(attempt.error).not.toBeNull();
      expect(requests).toBe(1);
    });

    it('ends as bad at its deadline where nothing is answered', async () => {
      expect(await probe(await rawServer(() => {}))).toMatchObject({
        outcome: 'bad',
        reason: 'timeout',
        latencyMs: null,
      });
    });

    it('ends as bad where nobody listens', async () => {
      expect(await probe(await closedPort())).toMatchObject({
        outcome: 'bad',
        reason: 'connect',
        latencyMs: null,
      });
    });

    it('is not measured where the policy forbids the address', async () => {
      const egress = createEgress({ allow: [], version: '1' });
      expect(await probe(await closedPort(), probeContext([], { egress }))).toMatchObject({
        outcome: 'unmeasured',
        reason: 'policy',
      });
    });

    it.each(['EAI_AGAIN', 'ENETUNREACH'])('is not measured where our own side says %s', async (code) => {
      const resolve = () => Promise.reject(Object.assign(new Error(code), { code }));
      const egress = loopbackEgress([80], { resolve });
      const attempt = await probe({ port: 80, url: 'http://partner.example' }, probeContext([], { egress }));
      expect(attempt).toMatchObject({ outcome: 'unmeasured', reason: 'own-network', latencyMs: null });
      expect(unmeasuredReasons).toContain(attempt.reason);
    });

    it('refuses keys that it does not know', () => {
      const spec = Object.assign({}, specFor('http://127.0.0.1:1/'), { surprise: true });
      expect(kind.spec.safeParse(spec).success).toBe(false);
    });
  });
}
