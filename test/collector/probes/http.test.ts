import { beforeAll, describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { http } from '@upheld/collector/probes/http';
import type { ProbeContext } from '@upheld/collector/probes/probe';
import { Secret } from '@upheld/collector/secrets';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import {
  httpServer,
  loopbackEgress,
  oneSecret,
  rawServer,
  tlsServer,
  trustTestAuthority,
} from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';

beforeAll(trustTestAuthority);

probeContract({ kind: http, specFor: (url) => ({ url, timeout: '500ms' }) });

async function probe(server: Running, terms: object, change: Partial<ProbeContext> = {}) {
  const spec = http.spec.parse({ url: server.url, timeout: '2s', ...terms });
  return await http.probe(spec, probeContext([server.port], change));
}

function answering(status: number, body = '', headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

describe('which status is ok', () => {
  it.each([
    [204, undefined, 'ok', null],
    [404, undefined, 'bad', 'status'],
    [500, undefined, 'bad', 'status'],
    [301, undefined, 'bad', 'redirect'],
    [301, [301], 'ok', null],
    [401, undefined, 'unmeasured', 'credentials'],
    [403, undefined, 'unmeasured', 'credentials'],
    [401, [401], 'ok', null],
    [403, ['400-499'], 'ok', null],
    [429, undefined, 'unmeasured', 'rate-limited'],
    [429, [200, 429], 'ok', null],
    [204, [200], 'bad', 'status'],
    [299, ['200-299'], 'ok', null],
  ])('%i with expect.status %j is %s (%s)', async (status, expected, outcome, reason) => {
    const server = await httpServer(answering(status));
    const attempt = await probe(server, expected === undefined ? {} : { expect: { status: expected } });
    expect(attempt).toMatchObject({ outcome, reason, status });
  });

  it('keeps the latency of every answer that counts, and of none that is ours', async () => {
    expect((await probe(await httpServer(answering(500)), {})).latencyMs).toBeGreaterThan(0);
    expect((await probe(await httpServer(answering(429)), {})).latencyMs).toBeNull();
  });
});

describe('what a body has to say', () => {
  const pass = { expect: { json: { '/status': 'pass' } } };

  it('is ok where every pointer finds its value', async () => {
    const server = await httpServer(answering(200, '{"status":"pass","n":[1.0,null]}'));
    const terms = { expect: { json: { '/status': 'pass', '/n/0': 1, '/n/1': null } } };
    expect(await probe(server, terms)).toMatchObject({ outcome: 'ok' });
  });

  it.each([
    ['another word', '{"status":"fail"}', '/status: got other text; expected "pass"'],
    ['nothing there', '{}', '/status: got nothing; expected "pass"'],
    ['another type', '{"status":true}', '/status: got true; expected "pass"'],
    ['no JSON', '<html>', 'the body is not JSON'],
    ['a prototype', '{"__proto__":{"status":"pass"}}', '/status: got nothing; expected "pass"'],
    ['a number beyond numbers', '{"status":1e400}', '/status: got Infinity; expected "pass"'],
    [
      'the same key twice',
      '{"status":"fail","status":"pass"}',
      'the body names a member of an object twice: readers disagree about it',
    ],
    [
      'the same key twice in a place that nobody asks for',
      '{"status":"pass","a":[{"b":1,"\\u0062":2}]}',
      'the body names a member of an object twice: readers disagree about it',
    ],
    ['half a character', '{"status":"\\ud800"}', '/status: got other text; expected "pass"'],
    ['depth', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, '/status: got nothing; expected "pass"'],
  ])('is a failed expectation where it is %s', async (_title, body, error) => {
    const attempt = await probe(await httpServer(answering(200, body)), pass);
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'expectation', error });
  });

  it('is a failed expectation where its bytes are no UTF-8', async () => {
    const server = await httpServer((_request, response) => response.end(Buffer.from([0x22, 0xff, 0x22])));
    expect(await probe(server, pass)).toMatchObject({ reason: 'expectation', error: 'the body is not JSON' });
  });

  it('names the coding of a body that came compressed unasked', async () => {
    const server = await httpServer(answering(200, 'x', { 'content-encoding': 'gzip' }));
    expect((await probe(server, pass)).error).toContain('content-encoding is gzip');
  });

  it('is a failed expectation where it is longer than the cap', async () => {
    const server = await httpServer(
      answering(200, JSON.stringify({ pad: 'x'.repeat(70_000), status: 'pass' })),
    );
    expect(await probe(server, pass)).toMatchObject({
      reason: 'expectation',
      error: 'the body is longer than 65536 bytes',
    });
  });
});

describe('what TLS has to be like', () => {
  const end = Date.UTC(2126, 0, 1);
  const day = 86_400_000;

  it('is ok with a new enough version and a certificate that is valid for long enough', async () => {
    const server = await tlsServer('good', answering(200));
    const terms = { expect: { tls: { minVersion: 'TLSv1.3', expiresAfter: '14d' } } };
    expect(await probe(server, terms, { now: () => end - 14 * day })).toMatchObject({ outcome: 'ok' });
    expect(await probe(server, terms, { now: () => end - 14 * day + 1 })).toMatchObject({
      outcome: 'bad',
      reason: 'tls',
      error: 'the certificate ends 2126-01-01; expected it to be valid for another 14d',
    });
  });

  it('is bad with an older version', async () => {
    const server = await tlsServer('good', answering(200), 'TLSv1.2');
    expect(await probe(server, { expect: { tls: { minVersion: 'TLSv1.3' } } })).toMatchObject({
      outcome: 'bad',
      reason: 'tls',
      error: 'got TLSv1.2; expected TLSv1.3 or newer',
    });
    expect(await probe(server, { expect: { tls: { minVersion: 'TLSv1.2' } } })).toMatchObject({
      outcome: 'ok',
    });
  });

  it.each(['expired', 'wrong-host', 'self-signed'])('is bad where the certificate is %s', async (pair) => {
    const server = await tlsServer(pair, answering(200));
    expect(await probe(server, {})).toMatchObject({ outcome: 'bad', reason: 'tls', latencyMs: null });
  });

  it('that stalls is a timeout', async () => {
    const { port } = await rawServer(() => {});
    const attempt = await probe({ port, url: `https://127.0.0.1:${port}` }, { timeout: '200ms' });
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });
});

describe('who asks', () => {
  const token = { auth: { type: 'bearer', token: { env: 'TOKEN' } } };

  it('is shown by a token that is read when it is needed', async () => {
    const seen: (string | undefined)[] = [];
    const server = await httpServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    await probe(server, token, { credentials: oneSecret(new Secret('canary-1')) });
    expect(seen).toEqual(['Bearer canary-1']);
  });

  it.each([null, new Secret('two\nlines'), new Secret('')])(
    'stays unmeasured, without a request, with %o',
    async (secret) => {
      let requests = 0;
      const server = await httpServer((_request, response) => {
        requests += 1;
        response.end();
      });
      expect(await probe(server, token, { credentials: oneSecret(secret) })).toMatchObject({
        outcome: 'unmeasured',
        reason: 'credentials',
        error:
          'the environment variable TOKEN holds no usable token; set it to one line of visible ASCII characters',
      });
      expect(requests).toBe(0);
    },
  );

  it('is in no part of an attempt, whatever fails', async () => {
    const credentials = oneSecret(new Secret('canary-7f3a'));
    const echo: RequestListener = (request, response) =>
      response.end(JSON.stringify({ status: request.headers.authorization }));
    const attempts = [
      await probe(
        await httpServer(echo),
        { ...token, expect: { json: { '/status': 'pass' } } },
        { credentials },
      ),
      await probe(await rawServer((socket) => socket.end('canary?')), token, { credentials }),
      await probe(await httpServer(answering(401)), token, { credentials }),
    ];
    expect(JSON.stringify(attempts)).not.toContain('canary-7f3a');
  });
});

describe('names that cannot be reached', () => {
  it.each([
    ['ENOTFOUND', 'bad', 'dns'],
    ['EAI_FAIL', 'unmeasured', 'own-network'],
  ])('%s is %s (%s)', async (code, outcome, reason) => {
    const resolve = () => Promise.reject(Object.assign(new Error(code), { code }));
    const change = { egress: loopbackEgress([80], { resolve }) };
    expect(await probe({ port: 80, url: 'http://partner.example' }, {}, change)).toMatchObject({
      outcome,
      reason,
    });
  });

  it('a resolver that never answers is our own', async () => {
    const change = { egress: loopbackEgress([80], { resolve: () => new Promise<never>(() => {}) }) };
    const attempt = await probe({ port: 80, url: 'http://partner.example' }, { timeout: '50ms' }, change);
    expect(attempt).toMatchObject({ outcome: 'unmeasured', reason: 'own-network' });
  });
});

describe('latency', () => {
  it('starts at the written request, or at DNS where the agreement says total', async () => {
    const { port } = await httpServer(answering(200));
    const resolve = async () => {
      await new Promise((resolved) => setTimeout(resolved, 300));
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const change = { egress: loopbackEgress([port], { resolve }) };
    const server = { port, url: `http://slow-name.example:${port}` };
    expect((await probe(server, { latency: 'total' }, change)).latencyMs).toBeGreaterThanOrEqual(299);
    expect((await probe(server, {}, change)).latencyMs).toBeLessThan(299);
  });
});
