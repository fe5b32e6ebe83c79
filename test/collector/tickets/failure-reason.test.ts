import { describe, expect, it } from 'vitest';
import { SyncError } from '@upheld/collector/connectors/connector';
import { Secret } from '@upheld/collector/secrets';
import { askDesk } from '@upheld/collector/tickets/ask-desk';
import { connectorContext } from '../../contracts/connector.ts';
import { credentialsOf } from '../egress/auth/secrets.ts';
import { closedPort, httpServer, oneSecret, rawServer } from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';

/** Why a question to a desk brings nothing. */
async function reason({ url, port }: Running, waitMs: number | null = null, ports = [port]) {
  const question = { url: new URL(url), headers: {}, maxBytes: 100, meanings: {}, waitMs: () => waitMs };
  const credentials = oneSecret(new Secret('key-of-the-tests'));
  const error: unknown = await askDesk(
    { url, timeout: '500ms' },
    question,
    connectorContext(ports, credentials),
  ).catch((thrown: unknown) => thrown);
  return error instanceof SyncError ? error.reason : error;
}

describe('why a question to a desk brought nothing', () => {
  it.each([
    [401, null, 'refused'],
    [403, null, 'refused'],
    [403, 60_000, 'slowed-down'], // as GitHub says it
    [429, null, 'slowed-down'],
    [429, 7_000, 'slowed-down'],
    [404, null, 'answer'],
    [500, null, 'answer'],
    [503, 60_000, 'answer'],
  ])('is at status %i and a wait of %s ms: %s', async (status, waitMs, expected) => {
    const desk = await httpServer((_request, response) => response.writeHead(status).end());
    expect(await reason(desk, waitMs)).toBe(expected);
  });

  it.each([
    ['half of a document', '{"events":['],
    ['more than was to be read', JSON.stringify('x'.repeat(200))],
  ])('is its answer where it sends %s', async (_title, body) => {
    expect(await reason(await httpServer((_request, response) => response.end(body)))).toBe('answer');
  });

  it('is its answer where that is no HTTP', async () => {
    expect(await reason(await rawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))).toBe('answer');
  });

  it('is that it is unreachable where nobody listens or it never answers', async () => {
    expect(await reason(await closedPort())).toBe('unreachable');
    expect(await reason(await rawServer(() => undefined))).toBe('unreachable');
  });

  it('is another one where our own settings forbid to ask it', async () => {
    expect(await reason(await httpServer((_request, response) => response.end('{}')), null, [])).toBe(
      'other',
    );
  });

  it('is another one where what shows who we are cannot be had', async () => {
    const desk = await httpServer((_request, response) => response.end('{}'));
    const auth = { type: 'bearer', token: { env: 'NOT_SET' } } as const;
    const terms = { url: desk.url, timeout: '500ms', auth };
    const question = { url: new URL(desk.url), headers: {}, maxBytes: 100, meanings: {}, waitMs: () => null };
    const asked = askDesk(terms, question, connectorContext([desk.port], credentialsOf({})));
    await expect(asked).rejects.toMatchObject({ reason: 'other' });
  });
});
