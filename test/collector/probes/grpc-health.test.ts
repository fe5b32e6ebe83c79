import { constants } from 'node:http2';
import type { ServerHttp2Stream } from 'node:http2';
import { Metadata, status } from '@grpc/grpc-js';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { beforeAll, describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { grpcHealth } from '@upheld/collector/probes/grpc-health';
import type { ProbeContext } from '@upheld/collector/probes/probe';
import { Secret } from '@upheld/collector/secrets';
import { tcpPeers } from '../../contracts/peers.ts';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { grpcServer, grpcServerWithoutHealth, http2Server } from '../egress/grpc-servers.ts';
import { oneSecret, rawServer, tlsServer, trustTestAuthority } from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';

beforeAll(trustTestAuthority);

// HealthCheckResponse has one field, a number: its key is field 1, wire type 0, so 0x08.
const unknown = Buffer.alloc(0);
const serving = Buffer.from('0801', 'hex');
const notServing = Buffer.from('0802', 'hex');

const targetOf = (url: string) => new URL(url.replace(/(\.example)$/, '$1:80').replace(/^http/, 'grpc')).host;

const overHttp1 = tcpPeers([
  ['an empty answer', ''],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['HTTP/1.1', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['noise', Buffer.alloc(5_000, 0xff)],
]);

/** Answers over HTTP/2, and then does what `act` does. */
const answering = (act: (stream: ServerHttp2Stream) => void) => () => http2Server(act);

const grpc = { ':status': 200, 'content-type': 'application/grpc' };

probeContract({
  kind: grpcHealth,
  specFor: (url) => ({ target: targetOf(url), tls: false, timeout: '500ms' }),
  peers: {
    ...overHttp1,
    hostile: [
      ...overHttp1.hostile,
      [
        'HTTP alone',
        answering((stream) =>
          stream.respond({ ':status': 200, 'content-type': 'text/html' }, { endStream: true }),
        ),
      ],
      ['a server error', answering((stream) => stream.respond({ ':status': 503 }, { endStream: true }))],
      [
        'a redirect',
        answering((stream) => stream.respond({ ':status': 302, location: '/' }, { endStream: true })),
      ],
      ['no gRPC status', answering((stream) => stream.respond(grpc, { endStream: true }))],
      [
        'a gRPC status in letters',
        answering((stream) => stream.respond({ ...grpc, 'grpc-status': 'OK' }, { endStream: true })),
      ],
      [
        'no message',
        answering((stream) => stream.respond({ ...grpc, 'grpc-status': '0' }, { endStream: true })),
      ],
      ['two messages', answering((stream) => answer(stream, '00000000020801' + '00000000020801'))],
      ['half a message', answering((stream) => answer(stream, '000000000208'))],
      ['a compressed message', answering((stream) => answer(stream, '01000000020801'))],
      ['more than was asked for', answering((stream) => answer(stream, '00'.repeat(5_000)))],
      ['a status that there is not', answering((stream) => answer(stream, '00000000020809'))],
      ['a group, which nobody sends', answering((stream) => answer(stream, '0000000001' + '0b'))],
    ],
  },
});

/** A frame of HTTP/2 without flags; `payload` is in hexadecimal. */
function frame(type: number, stream: number, payload: string): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length / 2, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(payload, 'hex')]);
}

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** The status comes in trailers, as gRPC asks for. */
function answer(stream: ServerHttp2Stream, body: string): void {
  stream.respond(grpc, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.from(body, 'hex'));
}

async function probe(server: Running, terms: object = {}, change: Partial<ProbeContext> = {}) {
  const spec = grpcHealth.spec.parse({ target: targetOf(server.url), tls: false, timeout: '2s', ...terms });
  return await grpcHealth.probe(spec, probeContext([server.port], change));
}

describe('a real gRPC server', () => {
  it.each([
    ['SERVING', serving, 'ok', null, 'operational'],
    ['NOT_SERVING', notServing, 'bad', 'expectation', 'major_outage'],
    ['UNKNOWN', unknown, 'bad', 'expectation', 'unknown'],
  ] as const)('that says %s', async (_word, message, outcome, reason, said) => {
    const server = await grpcServer((_call, reply) => reply(null, message));
    const attempt = await probe(server);
    expect(attempt).toMatchObject({ outcome, reason, status: 200 });
    expect(attempt.seen).toEqual({ report: { status: said, maintenance: [] } });
    expect(attempt.latencyMs).toBeGreaterThan(0);
  });

  it.each([
    [status.NOT_FOUND, 'bad', 'status', 'NOT_FOUND'],
    [status.UNAVAILABLE, 'bad', 'status', 'UNAVAILABLE'],
    [status.INTERNAL, 'bad', 'status', 'INTERNAL'],
    [status.DEADLINE_EXCEEDED, 'bad', 'timeout', 'DEADLINE_EXCEEDED'],
    [status.UNAUTHENTICATED, 'unmeasured', 'credentials', 'UNAUTHENTICATED'],
    [status.PERMISSION_DENIED, 'unmeasured', 'credentials', 'PERMISSION_DENIED'],
    [status.RESOURCE_EXHAUSTED, 'unmeasured', 'rate-limited', 'RESOURCE_EXHAUSTED'],
  ] as const)('that fails with %i is %s (%s)', async (code, outcome, reason, word) => {
    const server = await grpcServer((_call, reply) => reply({ code, details: 'canary' }));
    const attempt = await probe(server);
    expect(attempt).toMatchObject({ outcome, reason, status: null, error: `got gRPC status ${word}` });
    expect(JSON.stringify(attempt)).not.toContain('canary');
  });

  it('without health checks is not measured, because the agreement asks for what it does not offer', async () => {
    expect(await probe(await grpcServerWithoutHealth())).toMatchObject({
      outcome: 'unmeasured',
      reason: 'policy',
      error: 'got gRPC status UNIMPLEMENTED',
    });
  });

  it('is asked for one service, with metadata and credentials', async () => {
    const asked = Promise.withResolvers<ServerUnaryCall<Buffer, Buffer>>();
    const server = await grpcServer((call, reply) => {
      asked.resolve(call);
      reply(null, serving);
    });
    const terms = {
      service: 'orders.v1.Orders',
      headers: { 'X-Tenant': 'acme' },
      auth: { type: 'bearer', token: { env: 'TOKEN' } },
    };
    expect(await probe(server, terms, { credentials: oneSecret(new Secret('s3cret')) })).toMatchObject({
      outcome: 'ok',
    });
    const { request, metadata } = await asked.promise;
    // Field 1, wire type 2: 0x0a; then the length 16 and the name.
    expect(request.toString('hex')).toBe(`0a10${Buffer.from('orders.v1.Orders').toString('hex')}`);
    expect(metadata).toBeInstanceOf(Metadata);
    expect(metadata.get('x-tenant')).toEqual(['acme']);
    expect(metadata.get('authorization')).toEqual(['Bearer s3cret']);
    expect(metadata.get('user-agent')).toEqual(['Upheld/1.2.3 (+tests@upheld.example)']);
  });

  it('is asked for all of it with an empty message, and told how long we wait', async () => {
    const asked = Promise.withResolvers<ServerUnaryCall<Buffer, Buffer>>();
    const server = await grpcServer((call, reply) => {
      asked.resolve(call);
      reply(null, serving);
    });
    await probe(server);
    const call = await asked.promise;
    expect(call.request).toHaveLength(0);
    const waitMs = Number(call.getDeadline()) - Date.now();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(2_000);
  });

  it('is spoken to over TLS', async () => {
    const server = await grpcServer((_call, reply) => reply(null, serving), 'good');
    expect(await probe(server, { tls: true })).toMatchObject({
      outcome: 'ok',
      seen: { certificateEndsAt: Date.UTC(2126, 0, 1) },
    });
    const other = await grpcServer((_call, reply) => reply(null, serving), 'expired');
    expect(await probe(other, { tls: true })).toMatchObject({ outcome: 'bad', reason: 'tls' });
  });
});

describe('a server of TLS without HTTP/2', () => {
  it('is bad', async () => {
    const server = await tlsServer('good', () => {});
    const attempt = await probe({ ...server, url: `http://localhost:${server.port}` }, { tls: true });
    expect(attempt).toMatchObject({ outcome: 'bad' });
    expect(['tls', 'protocol']).toContain(attempt.reason);
  });
});

// peers-probers.md 0.5: such a server got 2,421 requests from one probe of another tool in 3 s.
describe('a server that closes without an answer', () => {
  const { NGHTTP2_REFUSED_STREAM, NGHTTP2_INTERNAL_ERROR, NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = constants;

  it.each<[string, string, Parameters<typeof http2Server>[0]]>([
    ['the connection', 'connect', (_stream, session) => session.destroy()],
    ['new calls, and says nothing', 'timeout', (_stream, session) => session.goaway(NGHTTP2_NO_ERROR, 0)],
    [
      'new calls and the connection',
      'connect',
      (_stream, session) => {
        session.goaway(NGHTTP2_NO_ERROR, 0);
        session.destroy();
      },
    ],
    ['the stream as refused', 'protocol', (stream) => stream.close(NGHTTP2_REFUSED_STREAM)],
    ['the stream as cancelled', 'connect', (stream) => stream.close(NGHTTP2_CANCEL)],
    ['the stream with an error', 'protocol', (stream) => stream.close(NGHTTP2_INTERNAL_ERROR)],
    ['the stream without an error', 'connect', (stream) => stream.close(NGHTTP2_NO_ERROR)],
  ])('but ends %s is bad (%s) after exactly one request on one connection', async (_title, reason, act) => {
    const server = await http2Server(act);
    expect(await probe(server, { timeout: '500ms' })).toMatchObject({
      outcome: 'bad',
      reason,
      latencyMs: null,
    });
    expect(server.counts).toEqual({ sessions: 1, requests: 1 });
  });
});

describe('a hostile server of HTTP/2', () => {
  it('that promises and never ends is cut at the deadline', async () => {
    const server = await http2Server((stream) => stream.respond(grpc));
    expect(await probe(server, { timeout: '200ms' })).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });

  it('that sends more than an answer can have is left before it ends', async () => {
    const server = await http2Server((stream) => {
      stream.respond(grpc);
      stream.write(Buffer.alloc(8 * 1024));
    });
    expect(await probe(server)).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  it('that pings without end is left', async () => {
    const server = await http2Server((_stream, session) => {
      const again = () => {
        if (!session.destroyed) session.ping(again);
      };
      again();
    });
    expect(await probe(server)).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  it('that sends informational headers without end is left', async () => {
    const server = await http2Server((stream) => {
      for (let count = 0; count < 200; count += 1) stream.additionalHeaders({ ':status': 103 });
    });
    expect(await probe(server)).toMatchObject({ outcome: 'bad', reason: 'protocol' });
  });

  // Frames that Node tells nobody of, without end (RFC 9113, 6; RFC 7838, 4; RFC 8336, 2).
  it.each([
    ['windows of the connection', frame(8, 0, '00000001')],
    ['windows of the stream', frame(8, 1, '00000001')],
    ['other services', frame(10, 0, `0009${hexOf('a.example')}${hexOf('h2=":1"')}`)],
    ['origins', frame(12, 0, `0011${hexOf('https://a.example')}`)],
    ['goodbyes', frame(7, 0, '0000000100000000')],
  ])('that sends %s without end is left after 64 KiB', async (_what, endless) => {
    const settings = frame(4, 0, '');
    const pour = Buffer.concat(Array.from({ length: 1_000 }, () => endless));
    let sent = 0;
    const server = await rawServer((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(pour)) sent += pour.length;
      };
      socket.write(settings);
      socket.once('data', more);
      socket.on('drain', more);
    });
    expect(await probe(server)).toMatchObject({
      ...{ outcome: 'bad', reason: 'protocol', latencyMs: null },
      error: 'PROTOCOL: the server answered with more than 64 KiB',
    });
    // What was sent is what was read and what the buffers of both sockets hold, which is some megabytes.
    expect(sent).toBeLessThan(16_000_000);
  });

  it('that sends 200 kB of headers is bad', async () => {
    const server = await http2Server((stream) => stream.respond({ ...grpc, x: 'x'.repeat(200_000) }));
    expect(await probe(server)).toMatchObject({ outcome: 'bad' });
  });

  it('that never shakes hands is a timeout', async () => {
    expect(await probe(await rawServer(() => {}), { timeout: '200ms' })).toMatchObject({
      outcome: 'bad',
      reason: 'timeout',
    });
  });

  it('that sends metadata we cannot read as ours is not repeated', async () => {
    const server = await http2Server((stream) =>
      stream.respond({ ...grpc, 'grpc-status': '13', 'grpc-message': 'canary' }, { endStream: true }),
    );
    expect(JSON.stringify(await probe(server))).not.toContain('canary');
  });
});

describe('headers that HTTP/2 does not know', () => {
  it('are an error of the file, not measured', async () => {
    const server = await http2Server(() => {});
    expect(await probe(server, { headers: { 'Proxy-Connection': 'x' } })).toMatchObject({
      outcome: 'unmeasured',
      reason: 'policy',
    });
    expect(server.counts.requests).toBe(0);
  });
});

describe('the spec of a grpc-health source', () => {
  const target = 'api.lumen.example:443';

  function faults(terms: object): string[] {
    const result = grpcHealth.spec.safeParse({ target, ...terms }, { error: wording });
    return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }

  it('needs nothing but a target, and reads back what it wrote', () => {
    const read = grpcHealth.spec.parse({ target });
    expect(read).toEqual({ target, service: '', tls: true, timeout: '10s', headers: {} });
    expect(grpcHealth.spec.parse(read)).toEqual(read);
    expect(grpcHealth.longestMs(read)).toBe(10_000);
  });

  const targetRule = 'target: a target is a host and a port, such as api.example.com:443';

  it.each([
    [{ target: '[2001:db8::7]:443' }, []],
    [{ target: '192.0.2.7:50051' }, []],
    [{ target: 'api.lumen.example' }, [targetRule]],
    [{ target: 'https://api.lumen.example:443' }, [targetRule]],
    [{ target: 'dns:///api.lumen.example:443' }, [targetRule]],
    [{ target: '2001:db8::7:443' }, [targetRule]],
    [{ target: '[fd00:ec2::254%eth0]:80' }, [targetRule]],
    [{ target: '[::1%lo]:443' }, [targetRule]],
    [{ target: 'api.lumen.example:0' }, [targetRule]],
    [
      { service: 'a b' },
      ['service: a service is a name of gRPC, empty for the whole server, such as orders.v1.Orders'],
    ],
    [{ headers: { te: 'trailers' } }, [expect.stringContaining('headers.te: a header is a name of HTTP')]],
  ])('given %j has the faults %j', (terms, expected) => {
    expect(faults(terms)).toEqual(expected);
  });
});
