import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setInterval as every } from 'node:timers';
import { gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { z } from 'zod';
import { EgressError } from '@upheld/collector/egress';
import type { EgressRequest, EgressResponse } from '@upheld/collector/egress';
import {
  closedPort,
  httpServer,
  loopbackEgress,
  rawServer,
  tlsServer,
  trustTestAuthority,
} from './servers.ts';
import type { Running } from './servers.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const chunked = `${OK}transfer-encoding: chunked\r\n\r\n`;

beforeAll(trustTestAuthority);

async function ask(server: Running, request: Partial<EgressRequest> = {}): Promise<EgressResponse> {
  return await loopbackEgress([server.port]).request({ url: server.url, deadlineMs: 3_000, ...request });
}

async function failure(server: Running, deadlineMs = 3_000): Promise<EgressError> {
  return await failureOf(ask(server, { deadlineMs }));
}

async function failureOf(asked: Promise<unknown>): Promise<EgressError> {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  if (!(error instanceof EgressError)) throw new Error(`expected an EgressError, got ${String(error)}`);
  return error;
}

/** Says `text` as soon as a request has arrived, then ends the connection. */
function says(text: string): (socket: Socket) => void {
  return (socket) => socket.once('data', () => socket.end(text));
}

/** Sends `pieces` forever, one every few milliseconds, after `start`. */
function drips(start: string, piece: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start);
    const timer = every(() => socket.write(piece), 20);
    socket.on('close', () => clearInterval(timer));
  };
}

/** Pours at line speed, in a process of its own, so that this one's memory is the reader's alone. */
async function endlessServer(): Promise<Running> {
  const child = fork(new URL('endless-server.ts', import.meta.url));
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });
  const [message] = await once(child, 'message');
  const port = z.number().parse(message);
  return { port, url: `http://127.0.0.1:${port}` };
}

/** How many bytes more this process held at most, in each turn of the event loop. */
async function whileMeasured<Result>(running: Promise<Result>) {
  const held = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = held();
  let most = before;
  let timer = setImmediate(function look() {
    most = Math.max(most, held());
    timer = setImmediate(look);
  });
  const result = await running.finally(() => clearImmediate(timer));
  return { result, grownBy: most - before };
}

describe('a server that never comes to an end', () => {
  it.each([
    ['accepts and says nothing', () => {}, 'firstByte'],
    ['drips header lines', drips(OK, 'x-a: b\r\n'), 'firstByte'],
    ['drips its body', drips(`${OK}content-length: 100000\r\n\r\n`, 'b'), 'body'],
  ] as const)('that %s is left at the deadline', async (_title, talk, phase) => {
    const server = await rawServer(talk);
    const startedAt = performance.now();
    const error = await failure(server, 300);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295);
    expect(error).toMatchObject({ code: 'DEADLINE', phase, message: 'no complete answer within 300 ms' });
  });

  it('that reads nothing of a long body is left at the deadline', async () => {
    const server = await rawServer((socket) => socket.pause());
    const body = 'x'.repeat(10_000_000);
    expect(await failureOf(ask(server, { method: 'POST', body, deadlineMs: 300 }))).toMatchObject({
      code: 'DEADLINE',
      phase: 'firstByte',
    });
  });

  it('that stalls the TLS handshake is left at the deadline', async () => {
    const { port } = await rawServer(() => {});
    expect(await failure({ port, url: `https://127.0.0.1:${port}` }, 200)).toMatchObject({
      code: 'DEADLINE',
      phase: 'tls',
    });
  });

  it('that sends without end is cut at 64 KiB, and costs less than 5 MB while it is read', async () => {
    const server = await endlessServer();
    await ask(server);
    const { result, grownBy } = await whileMeasured(ask(server));
    expect({ size: result.body.length, truncated: result.truncated }).toEqual({
      size: 65_536,
      truncated: true,
    });
    expect(grownBy).toBeLessThan(5_000_000);
  });

  it('that sends exactly the cap is not cut', async () => {
    const server = await httpServer((_request, response) => response.end('x'.repeat(100)));
    expect(await ask(server, { maxBytes: 100 })).toMatchObject({ truncated: false });
    const cut = await ask(server, { maxBytes: 99 });
    expect({ size: cut.body.length, truncated: cut.truncated }).toEqual({ size: 99, truncated: true });
  });
});

describe('a server that does not speak proper HTTP', () => {
  it.each([
    ['two content lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`, /^HPE_/],
    ['a length and chunks', `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, /^HPE_/],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', /^HPE_/],
    ['a header line of 200 kB', `${OK}x: ${'y'.repeat(200_000)}\r\n\r\n`, /^HPE_HEADER_OVERFLOW$/],
    ['9,000 small headers', `${OK}${'a: b\r\n'.repeat(9_000)}\r\n`, /^HPE_HEADER_OVERFLOW$/],
    [
      '60 kB of trailers',
      `${chunked}3\r\nabc\r\n0\r\n${'a: b\r\n'.repeat(10_000)}\r\n`,
      /^HPE_HEADER_OVERFLOW$/,
    ],
    [
      'a chunk with 200 kB of extensions',
      `${chunked}3;${'x'.repeat(200_000)}\r\n`,
      /^HPE_CHUNK_EXTENSIONS_OVERFLOW$/,
    ],
    ['more than it said', `${OK}content-length: 2\r\n\r\nabcdef`, /^HPE_/],
    [
      '17 informational responses and then one',
      `${'HTTP/1.1 102 Wait\r\n\r\n'.repeat(17)}${OK}content-length: 1\r\n\r\na`,
      /^PROTOCOL$/,
    ],
    ['2,000 informational responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2_000), /^PROTOCOL$/],
    [
      'a switch of protocol',
      'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      /^PROTOCOL$/,
    ],
    [
      'a body that is too short',
      `${OK}content-length: 10\r\n\r\nabc`,
      /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/,
    ],
    [
      'chunks without an end',
      `${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`,
      /^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/,
    ],
    ['nothing at all', '', /^ECONNRESET$/],
  ])('and sends %s is a failure at once', async (_title, text, code) => {
    expect((await failure(await rawServer(says(text)))).code).toMatch(code);
  });

  it('is asked exactly once, also when it closes without an answer', async () => {
    let connections = 0;
    const server = await rawServer((socket) => {
      connections += 1;
      socket.once('data', () => socket.destroy());
    });
    expect((await failure(server)).code).toBe('ECONNRESET');
    expect(connections).toBe(1);
  });

  it('is understood where chunks end with trailers, or in single bytes', async () => {
    const answer = `${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-sum: 1\r\n\r\n`;
    expect((await ask(await rawServer(says(answer)))).body.toString()).toBe('abc');
    const inBytes = await rawServer((socket) => {
      socket.setNoDelay(true);
      socket.once('data', () =>
        sendEach([...`${OK}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`], socket),
      );
    });
    expect((await ask(inBytes)).body.toString()).toBe('abc');
  });
});

describe('what comes back', () => {
  it('is a redirect as it stands, and nobody is asked a second time', async () => {
    const paths: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await ask(server)).status).toBe(302);
    expect(paths).toEqual(['/']);
  });

  it('is never decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const server = await httpServer((request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'x-asked': request.headers['accept-encoding'] });
      response.end(bomb);
    });
    const { body, headers } = await ask(server);
    expect(headers['x-asked']).toBe('identity');
    expect(body.equals(bomb)).toBe(true);
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('is an error in the TLS phase where the certificate is %s', async (pair, code) => {
    const server = await tlsServer(pair, (_request, response) => response.end());
    expect(await failure(server)).toMatchObject({ code, phase: 'tls' });
  });

  it('is node:http’s code where nobody listens', async () => {
    expect(await failure(await closedPort())).toMatchObject({ code: 'ECONNREFUSED', phase: 'connect' });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])(
    'is the resolver’s code %s where a name gives no address',
    async (code) => {
      const egress = loopbackEgress([80], {
        resolve: () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code })),
      });
      await expect(egress.request({ url: 'http://partner.example/', deadlineMs: 500 })).rejects.toMatchObject(
        {
          code,
          phase: 'dns',
        },
      );
    },
  );

  it('quotes every address where none of several could be reached', async () => {
    const { port } = await closedPort();
    const egress = loopbackEgress([port], {
      resolve: async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ],
    });
    await expect(egress.request({ url: `http://partner.example:${port}/`, deadlineMs: 500 })).rejects.toThrow(
      `connect ECONNREFUSED 127.0.0.1:${port}; connect ECONNREFUSED 127.0.0.2:${port}`,
    );
  });
});

/** One write for each character, each in a turn of the event loop of its own. */
function sendEach(characters: string[], socket: Socket): void {
  const [first, ...rest] = characters;
  if (first === undefined) socket.end();
  else socket.write(first, () => setImmediate(sendEach, rest, socket));
}
