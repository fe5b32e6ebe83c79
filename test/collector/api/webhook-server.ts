// The API on loopback with two sources that take Standard Webhooks, for tests that send what they like.
import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createApp } from '@upheld/collector/api/app';
import { startServer } from '@upheld/collector/api/server';
import { Secret } from '@upheld/collector/secrets';
import { createWebhooks } from '@upheld/collector/webhooks/receiving';
import { fakeClock } from '../schedule/fake-clock.ts';

/** 2026-11-21T10:00:00Z. */
export const now = Date.UTC(2026, 10, 21, 10);
export const path = '/api/v1/webhooks/acme/tickets';
export const otherPath = '/api/v1/webhooks/acme/issues';
const key = Buffer.from('twenty-four bytes of key');

/** The headers with which `body` is sent at `sentAt`. */
export function signed(body: Uint8Array, id = 'msg_1', sentAt = now): Record<string, string> {
  const seconds = String(sentAt / 1000);
  const signing = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body);
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signing.digest('base64')}`,
  };
}

type Patience = Parameters<typeof startServer>[3];

/** `hints` and `outcomes` are what came of the calls; `clock` is that of bodies. */
export async function webhookServer(patience?: Patience) {
  const seen = { hints: [] as string[][], outcomes: [] as string[], errors: [] as unknown[] };
  const clock = fakeClock(now);
  const webhooks = createWebhooks({
    secret: () => new Secret(`whsec_${key.toString('base64')}`),
    clock,
    hint: (_, tickets) => seen.hints.push(tickets),
    onDelivery: (_, outcome) => seen.outcomes.push(outcome),
    onError: (_, error) => seen.errors.push(error),
  });
  const terms = { scheme: 'standard', secrets: [{ env: 'SECRET' }], ticket: '/ticket' };
  webhooks.follow(['tickets', 'issues'].map((source) => ({ agreement: 'acme', source, terms })));
  const never = () => Promise.reject(new Error('not asked here'));
  const app = createApp(
    {
      readersFor: () => ({
        agreements: () => [],
        exclusions: () => [],
        ...{ statement: never, whatIf: never, definitions: never, occurrences: never, failures: never },
        ...{ witnesses: never, sources: never, staleDesks: never, support: never, ticket: never },
        system: () => ({
          ...{ asOf: 0, version: '1', config: { loadedAt: 0, lastReloadSuccessful: true, faults: [] } },
        }),
        now: () => now,
      }),
      notReady: async () => null,
      reload: async () => ({ ok: true }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
      subscribe: () => () => undefined,
      answered: () => undefined,
      knowsBeat: () => false,
      beat: async () => 'unknown',
      receptionOf: webhooks.receptionOf,
    },
    '1',
    (error) => seen.errors.push(error),
  );
  const server = await startServer(app, '127.0.0.1', 0, patience);
  onTestFinished(async () => {
    webhooks.stop();
    await server.close();
  });
  const send = async (body: Uint8Array, headers: Record<string, string>, method = 'POST', at = path) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${at}`, {
      ...{ method, headers },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.from(body) }),
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  return { send, port: server.port, clock, ...seen };
}
