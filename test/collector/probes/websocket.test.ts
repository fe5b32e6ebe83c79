import type { IncomingHttpHeaders } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { systemClock } from '@upheld/collector/clock';
import { createCredentials } from '@upheld/collector/egress/credentials';
import { websocket } from '@upheld/collector/probes/websocket';
import type { ProbeContext } from '@upheld/collector/probes/probe';
import { createSecrets, Secret } from '@upheld/collector/secrets';
import { httpPeers } from '../../contracts/peers.ts';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { loopbackEgress, oneSecret, rawServer, trustTestAuthority } from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';
import { frame, handshake, rudeServer, webSocketServer } from '../egress/websocket-servers.ts';

beforeAll(trustTestAuthority);

const open = (url: string) => url.replace(/^http/, 'ws');

probeContract({
  kind: websocket,
  specFor: (url) => ({ url: open(url), timeout: '500ms' }),
  peers: httpPeers,
});

async function probe(server: Running, terms: object, change: Partial<ProbeContext> = {}) {
  const spec = websocket.spec.parse({ url: open(server.url), timeout: '2s', ...terms });
  return await websocket.probe(spec, probeContext([server.port], change));
}

/** Once the event loop has gone round. */
const isSettled = (attempt: Promise<unknown>) =>
  Promise.race([attempt.then(() => true), setImmediate(false)]);

/** Answers `ping` with `pong`, and anything else with an error. */
const echo = () =>
  webSocketServer((client) =>
    client.on('message', (data) => client.send(String(data) === 'ping' ? 'pong' : '{"type":"error"}')),
  );

describe('the handshake', () => {
  it('is ok where it succeeds, and is parted from politely', async () => {
    const closed = Promise.withResolvers<number>();
    const server = await webSocketServer((client) => client.once('close', closed.resolve));
    const attempt = await probe(server, {});
    expect(attempt).toMatchObject({ outcome: 'ok', status: 101, error: null });
    expect(await closed.promise).toBe(1000);
    const { connect = 0, firstByte = 0, body = 0 } = attempt.phases;
    expect(connect).toBeGreaterThan(0);
    expect(attempt.latencyMs).toBeCloseTo(firstByte + body, 5);
  });

  it('says who asks, shows credentials and asks for no compression', async () => {
    const asked = Promise.withResolvers<IncomingHttpHeaders>();
    const server = await webSocketServer((_client, { headers }) => asked.resolve(headers), {
      perMessageDeflate: true,
    });
    const terms = { auth: { type: 'bearer', token: { env: 'TOKEN' } }, headers: { 'X-Tenant': 'acme' } };
    const credentials = oneSecret(new Secret('s3cret'));
    expect(await probe(server, terms, { credentials })).toMatchObject({ outcome: 'ok' });
    const headers = await asked.promise;
    expect(headers).toMatchObject({
      authorization: 'Bearer s3cret',
      'x-tenant': 'acme',
      'user-agent': 'Upheld/1.2.3 (+tests@upheld.example)',
    });
    expect(headers['sec-websocket-extensions']).toBeUndefined();
  });

  it('goes over TLS, whose certificate is kept', async () => {
    const server = await webSocketServer(() => {}, {}, 'good');
    expect(await probe(server, {})).toMatchObject({
      outcome: 'ok',
      seen: { certificateEndsAt: Date.UTC(2126, 0, 1) },
    });
    expect(await probe(server, { expect: { tls: { expiresAfter: '36500d' } } })).toMatchObject({
      outcome: 'bad',
      reason: 'tls',
    });
    const other = await webSocketServer(() => {}, {}, 'wrong-host');
    expect(await probe(other, {})).toMatchObject({ outcome: 'bad', reason: 'tls', latencyMs: null });
  });

  it('shows a certificate of ours where the partner asks for one', async () => {
    const folder = fileURLToPath(new URL('../../fixtures/tls', import.meta.url));
    const server = await webSocketServer(() => {}, {}, 'good', true);
    const secret = createSecrets({ environment: {}, folder });
    const credentials = createCredentials({ secret, egress: loopbackEgress([]), clock: systemClock });
    const client = { certificate: { file: 'good.pem' }, key: { file: 'good.key' } };
    const ca = { file: 'ca.pem' };
    expect(await probe(server, { tls: { ca, ...client } }, { credentials })).toMatchObject({ outcome: 'ok' });
    expect(await probe(server, { tls: { ca } }, { credentials })).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
    });
    const missing = { ca, certificate: { file: 'none.pem' }, key: { file: 'good.key' } };
    expect(await probe(server, { tls: missing }, { credentials })).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      phases: {},
    });
  });

  it.each([
    [200, 'bad', 'status'],
    [301, 'bad', 'redirect'],
    [401, 'unmeasured', 'credentials'],
    [403, 'unmeasured', 'credentials'],
    [429, 'unmeasured', 'rate-limited'],
    [503, 'bad', 'status'],
  ])('that is refused with %i is %s (%s)', async (status, outcome, reason) => {
    const refusing = await rawServer((socket) =>
      socket.once('data', () =>
        socket.end(`HTTP/1.1 ${status} No\r\nretry-after: 7\r\nlocation: /\r\ncontent-length: 0\r\n\r\n`),
      ),
    );
    const attempt = await probe(refusing, {});
    expect(attempt).toMatchObject({ outcome, reason, status, error: `got status ${status}; expected 101` });
    expect(attempt.seen).toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each<[string, string]>([
    ['another key', handshake('', 'another key')],
    ['no upgrade', 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\n\r\n'],
    ['another protocol', handshake('').replace('upgrade: websocket', 'upgrade: h2c')],
    ['2,000 early hints', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(2_000)],
    ['a header of 200 kB', `HTTP/1.1 101 Switching Protocols\r\nx: ${'x'.repeat(200_000)}\r\n\r\n`],
  ])('that is answered with %s is bad (protocol)', async (_title, answer) => {
    let requests = 0;
    const server = await rawServer((socket) => {
      requests += 1;
      socket.once('data', () => socket.write(answer));
    });
    expect(await probe(server, {})).toMatchObject({ outcome: 'bad', reason: 'protocol' });
    expect(requests).toBe(1);
  });

  it.each(['sec-websocket-extensions: permessage-deflate', 'sec-websocket-protocol: mqtt'])(
    'that is answered with an unasked %s is bad (protocol)',
    async (line) => {
      const server = await rawServer((socket) =>
        socket.once('data', (request) =>
          socket.write(handshake(String(request)).replace(/\r\n$/, `${line}\r\n\r\n`)),
        ),
      );
      expect(await probe(server, {})).toMatchObject({ outcome: 'bad', reason: 'protocol' });
    },
  );

  it('agrees on a subprotocol, or is bad', async () => {
    const server = await webSocketServer(() => {}, { handleProtocols: () => 'graphql-transport-ws' });
    expect(await probe(server, { subprotocol: 'graphql-transport-ws' })).toMatchObject({ outcome: 'ok' });
    expect(
      await probe(await webSocketServer(() => {}, { handleProtocols: () => false }), { subprotocol: 'mqtt' }),
    ).toMatchObject({
      outcome: 'bad',
      reason: 'protocol',
    });
  });
});

describe('the reply', () => {
  it.each<[object, string | null]>([
    [{ send: 'ping' }, null],
    [{ send: 'ping', expect: { reply: 'pong' } }, null],
    [{ send: 'hello', expect: { reply: { '/type': 'error' } } }, null],
    [{ send: 'hello', expect: { reply: { '/type': 'welcome' } } }, 'no such reply came in time'],
    [{ send: 'ping', expect: { reply: 'pon' } }, 'no such reply came in time'],
    [{ send: 'ping', expect: { reply: { '/type': 'pong' } } }, 'no such reply came in time'],
  ])('of %j has the fault %j', async (terms, error) => {
    const attempt = await probe(await echo(), { timeout: '300ms', ...terms });
    expect(attempt).toMatchObject(
      error === null ? { outcome: 'ok' } : { outcome: 'bad', reason: 'expectation', latencyMs: null, error },
    );
  });

  it('is the first message that is as expected; what comes before it is passed over', async () => {
    const server = await webSocketServer((client) => {
      client.send('{"type":"welcome"}');
      client.on('message', () => client.send('{"type":"pong","n":3}'));
    });
    const terms = {
      send: '{"type":"ping"}',
      expect: { reply: { '/type': 'pong', '/n': { op: '<', value: 10 } } },
    };
    expect(await probe(server, terms)).toMatchObject({ outcome: 'ok' });
  });

  it('may be waited for without saying anything', async () => {
    const server = await webSocketServer((client) => client.send('hello'));
    expect(await probe(server, { expect: { reply: 'hello' } })).toMatchObject({ outcome: 'ok' });
  });

  it('belongs to the latency', async () => {
    const server = await webSocketServer((client) =>
      client.on('message', () => setTimeout(() => client.send('pong'), 80)),
    );
    const attempt = await probe(server, { send: 'ping', expect: { reply: 'pong' } });
    expect(attempt.latencyMs).toBeGreaterThan(60);
    expect(attempt.phases.body).toBeGreaterThan(60);
  });

  it('that never comes is a timeout', async () => {
    const attempt = await probe(await webSocketServer(() => {}), { timeout: '200ms', send: 'ping' });
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'timeout', latencyMs: null });
  });

  it('that a close comes in place of is a failed expectation, with its code', async () => {
    const server = await webSocketServer((client) => client.close(1008, 'canary'));
    expect(await probe(server, { send: 'ping' })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error: 'the server closed with code 1008 before such a reply',
    });
  });

  it('that the connection breaks before is bad (protocol)', async () => {
    const server = await rudeServer((socket) => socket.end());
    expect(await probe(server, { send: 'ping' })).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  it.each<[string, Buffer]>([
    ['longer than 64 KiB', frame(0x81, Buffer.alloc(70_000, 'x'))],
    ['longer than it could be read', Buffer.from('817fffffffffffffffff', 'hex')],
    ['compressed unasked', frame(0xc1, Buffer.from('x'))],
    ['of an unknown kind', frame(0x83, Buffer.from('x'))],
    ['text that is no UTF-8', frame(0x81, Buffer.from([0xff]))],
    ['masked', Buffer.from('818100000000ff', 'hex')],
  ])('that is %s is bad (protocol)', async (_title, bytes) => {
    const server = await rudeServer((socket) => socket.write(bytes));
    expect(await probe(server, { send: 'ping' })).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  it('quotes nothing that a server sends', async () => {
    const server = await webSocketServer((client) => client.send('canary'));
    const attempt = await probe(server, { timeout: '200ms', expect: { reply: 'hello' } });
    expect(attempt).toMatchObject({ reason: 'expectation' });
    expect(JSON.stringify(attempt)).not.toContain('canary');
  });
});

describe('a server that goes on', () => {
  /** Writes as fast as the connection takes it, until that ends. */
  function flood(bytes: Buffer) {
    return (socket: { write(data: Buffer, written: (error?: Error | null) => void): boolean }) => {
      const again = (error?: Error | null) => {
        if (!error) socket.write(bytes, again);
      };
      again();
    };
  }

  /** `parting` tells after how many milliseconds the prober began to close, which is never answered. */
  async function neverParting() {
    const parting = Promise.withResolvers<number>();
    const begun = performance.now();
    const server = await rudeServer((socket) =>
      socket.once('data', () => parting.resolve(performance.now() - begun)),
    );
    return { server, parting: parting.promise };
  }

  afterEach(() => {
    vi.useRealTimers();
  });

  it('sending messages costs 64 KiB before the reply', async () => {
    const server = await rudeServer(flood(frame(0x81, Buffer.alloc(1_000, 'x'))));
    const attempt = await probe(server, { expect: { reply: 'pong' } });
    expect(attempt).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error: 'no such reply came within 64 KiB',
    });
  });

  it('sending after the outcome is left', async () => {
    const left = Promise.withResolvers<boolean>();
    const server = await rudeServer((socket) => {
      socket.once('close', () => left.resolve(true));
      flood(frame(0x81, Buffer.alloc(1_000, 'x')))(socket);
    });
    // No time passes: neither that for parting nor that for all of it is up.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    expect(await probe(server, {})).toMatchObject({ outcome: 'ok' });
    expect(await left.promise).toBe(true);
  });

  it('with pings gets no more than a few answers', async () => {
    const server = await rudeServer(flood(frame(0x89, Buffer.alloc(100, 'x'))));
    const attempt = await probe(server, { expect: { reply: 'pong' } });
    expect(attempt.outcome).toBe('bad');
  });

  it('without ever closing is left after a second, which is no part of the latency', async () => {
    const { server, parting } = await neverParting();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const attempt = probe(server, { timeout: '5s' });
    const partsAfterMs = await parting;
    await vi.advanceTimersByTimeAsync(999);
    expect(await isSettled(attempt)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await attempt).toMatchObject({ outcome: 'ok' });
    expect((await attempt).latencyMs).toBeLessThanOrEqual(partsAfterMs);
  });

  it('without ever closing is left at the deadline', async () => {
    const { server, parting } = await neverParting();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const attempt = probe(server, { timeout: '300ms' });
    await parting;
    await vi.advanceTimersByTimeAsync(299);
    expect(await isSettled(attempt)).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await attempt).toMatchObject({ outcome: 'ok' });
  });
});

describe('the spec of a websocket source', () => {
  const url = 'wss://api.lumen.example/events';

  function faults(terms: object): string[] {
    const result = websocket.spec.safeParse({ url, ...terms }, { error: wording });
    return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }

  it('needs nothing but a URL, and reads back what it wrote', () => {
    const read = websocket.spec.parse({ url, timeout: '10s' });
    expect(read).toEqual({ url, headers: {}, timeout: '10s', expect: {} });
    expect(websocket.spec.parse(read)).toEqual(read);
    expect(websocket.longestMs(read)).toBe(10_000);
  });

  const urlRule =
    'url: a URL starts with wss:// or ws:// and holds no password, such as wss://api.example.com/events';

  it.each([
    [{ url: 'wss://[2001:db8::7]:8443/a?b=c' }, []],
    [{ url: 'https://api.lumen.example/events' }, [urlRule]],
    [{ url: 'wss://u:p@api.lumen.example/events' }, [urlRule]],
    [{ url: 'wss://api.lumen.example/events#now' }, [urlRule]],
    [{ url: 'ws+unix:///run/socket' }, [urlRule]],
    [
      { url: 'ws://api.lumen.example', tls: { ca: { file: 'ca.pem' } } },
      ['url: only wss has TLS: use, such as wss://api.example.com/events'],
    ],
    [
      { headers: { upgrade: 'h2c' } },
      [expect.stringContaining('headers.upgrade: a header is a name of HTTP')],
    ],
    [
      { headers: { 'Sec-WebSocket-Key': 'x' } },
      ['headers: headers leave out those of the handshake: use, such as subprotocol: graphql-transport-ws'],
    ],
    [{ send: '' }, [`send: what is sent is text of 1 to 4000 characters, such as '{"type":"ping"}'`]],
    [
      { subprotocol: 'a b' },
      ['subprotocol: a subprotocol is a name without spaces, such as graphql-transport-ws'],
    ],
    [
      { expect: { reply: 7 } },
      [
        'expect.reply: a reply is text of up to 4000 characters, or a value for each JSON pointer, such as { /type: pong }',
      ],
    ],
  ])('given %j has the faults %j', (terms, expected) => {
    expect(faults(terms)).toEqual(expected);
  });
});
