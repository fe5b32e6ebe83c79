// The kind `websocket` against a server that others wrote.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { websocket } from '@upheld/collector/probes/websocket';
import { Secret } from '@upheld/collector/secrets';
import { closedPort, oneSecret, trustTestAuthority } from '../collector/egress/servers.ts';
import { probeContext } from '../contracts/probe.ts';
import { eventually } from './program.ts';
import { isMissing } from './servers.ts';
import { startWebSockets, type WebSockets } from './websockets.ts';

describe.skipIf(isMissing('python3-websockets'))('a real WebSocket server', () => {
  let plain: WebSockets;
  let secure: WebSockets;

  beforeAll(async () => {
    trustTestAuthority();
    plain = await startWebSockets({ tls: false });
    secure = await startWebSockets({ tls: true });
  });
  afterAll(async () => {
    await plain.stop();
    await secure.stop();
  });

  async function probe(path: string, terms: object = {}, secret: string | null = null) {
    const spec = websocket.spec.parse({
      url: `ws://127.0.0.1:${plain.port}${path}`,
      timeout: '5s',
      ...terms,
    });
    const credentials = oneSecret(secret === null ? null : new Secret(secret));
    return await websocket.probe(spec, probeContext([plain.port], { credentials }));
  }

  it('is ok where it opens, and sees a clean close', async () => {
    expect(await probe('/')).toMatchObject({ outcome: 'ok', status: 101 });
    expect(await eventually('the close is seen', 5_000, plain.closes)).toContain(1000);
  });

  it('replies, after its welcome', async () => {
    const ping = { send: 'ping', expect: { reply: 'pong' } };
    expect(await probe('/', ping)).toMatchObject({ outcome: 'ok' });
    const echo = { send: 'hello', expect: { reply: { '/type': 'echo', '/length': 5 } } };
    expect(await probe('/', echo)).toMatchObject({ outcome: 'ok' });
    const other = { send: 'ping', timeout: '500ms', expect: { reply: 'pang' } };
    expect(await probe('/', other)).toMatchObject({ outcome: 'bad', reason: 'expectation' });
  });

  it('agrees on a subprotocol, and not on one that it does not have', async () => {
    expect(await probe('/', { subprotocol: 'events.v1' })).toMatchObject({ outcome: 'ok' });
    expect(await probe('/', { subprotocol: 'mqtt' })).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  it('refuses the handshake', async () => {
    const auth = { type: 'bearer', token: { env: 'TOKEN' } };
    expect(await probe('/down')).toMatchObject({ outcome: 'bad', reason: 'status', status: 503 });
    expect(await probe('/private')).toMatchObject({ outcome: 'unmeasured', reason: 'credentials' });
    expect(await probe('/private', { auth }, 's3cret')).toMatchObject({ outcome: 'ok' });
    expect(await probe('/private', { auth }, 'wrong')).toMatchObject({ outcome: 'unmeasured', status: 401 });
  });

  it('is reached over TLS', async () => {
    const spec = websocket.spec.parse({ url: `wss://localhost:${secure.port}/`, timeout: '5s' });
    const attempt = await websocket.probe(spec, probeContext([secure.port]));
    expect(attempt).toMatchObject({ outcome: 'ok', seen: { certificateEndsAt: Date.UTC(2126, 0, 1) } });
  });

  it('is bad where it is gone', async () => {
    const { port } = await closedPort();
    const spec = websocket.spec.parse({ url: `ws://127.0.0.1:${port}/` });
    const attempt = await websocket.probe(spec, probeContext([port]));
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'connect' });
  });
});
