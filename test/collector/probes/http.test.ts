import { beforeAll, describe, expect, it } from 'vitest';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { http } from '@upheld/collector/probes/http';
import type { ProbeContext } from '@upheld/collector/probes/probe';
import { Secret } from '@upheld/collector/secrets';
import { jsonPeers } from '../../contracts/peers.ts';
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
probeContract({
  kind: http,
  specFor: (url) => ({ url, timeout: '500ms', expect: { json: { '/status': 'pass' } } }),
  peers: jsonPeers,
});

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

describe('what numbers in a body have to be', () => {
  it.each([
    ['<', 100, '99.9', 'ok'],
    ['<', 100, '100', 'bad'],
    ['<=', 100, '100', 'ok'],
    ['<=', 100, '100.1', 'bad'],
    ['>', 0, '1e-9', 'ok'],
    ['>', 0, '0', 'bad'],
    ['>=', 0, '-0', 'ok'],
    ['>=', 0, '-1', 'bad'],
    ['>', 0, '1e400', 'bad'],
    ['<', 100, '"5"', 'bad'],
    ['<', 100, 'null', 'bad'],
    ['<', 100, '[5]', 'bad'],
  ])('/queue %s %d is told of %s: %s', async (op, value, queue, outcome) => {
    const server = await httpServer(answering(200, `{"queue":${queue}}`));
    const expected = { json: { '/queue': { op, value } } };
    expect(await probe(server, { expect: expected })).toMatchObject({ outcome });
  });

  it('are told in words that quote no text', async () => {
    const expected = { json: { '/queue': { op: '<', value: 100 } } };
    const many = await httpServer(answering(200, '{"queue":120}'));
    expect((await probe(many, { expect: expected })).error).toBe('/queue: got 120; expected a number < 100');
    const none = await httpServer(answering(200, '{"queue":"Jane Doe"}'));
    expect((await probe(none, { expect: expected })).error).toBe(
      '/queue: got other text; expected a number < 100',
    );
  });
});

describe('an answer of GraphQL', () => {
  const terms = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ ping }"}',
    expect: { status: [200], json: { '/data/ping': { present: true }, '/errors': { present: false } } },
  };

  it('is ok with data and without errors, to the query that the agreement writes', async () => {
    const bodies: string[] = [];
    const server = await httpServer((request, response) => {
      request.on('data', (chunk) => bodies.push(`${request.headers['content-type']} ${chunk}`));
      request.on('end', () => response.end('{"data":{"ping":null}}'));
    });
    expect(await probe(server, terms)).toMatchObject({ outcome: 'ok', error: null });
    expect(bodies).toEqual(['application/json {"query":"{ ping }"}']);
  });

  it('is bad with errors, though its status is 200', async () => {
    const server = await httpServer(
      answering(200, '{"data":{"ping":"pong"},"errors":[{"message":"secret"}]}'),
    );
    expect(await probe(server, terms)).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error: '/errors: got an object or a list; expected nothing',
    });
    const without = await httpServer(answering(200, '{}'));
    expect((await probe(without, terms)).error).toBe('/data/ping: got nothing; expected anything');
  });
});

describe('what headers have to be', () => {
  const headers = { 'content-type': 'text/xml; charset=utf-8', vary: 'accept, origin' };

  it.each([
    [{ 'Content-Type': 'text/xml; charset=utf-8' }, null],
    [{ 'content-type': { contains: 'xml' } }, null],
    [{ vary: { present: true }, etag: { present: false } }, null],
    [{ 'content-type': 'text/xml' }, 'header content-type: got other text; expected "text/xml"'],
    [{ 'Content-Type': { contains: 'json' } }, 'header Content-Type: got other text; expected "json" in it'],
    [{ vary: { present: false } }, 'header vary: got other text; expected nothing'],
    [{ etag: { present: true } }, 'header etag: got nothing; expected anything'],
    [{ etag: { contains: 'W/' } }, 'header etag: got nothing; expected "W/" in it'],
    [{ constructor: { present: true } }, 'header constructor: got nothing; expected anything'],
    [{ toString: 'x' }, 'header toString: got nothing; expected "x"'],
  ])('%j ends with %j', async (expected, error) => {
    const attempt = await probe(await httpServer(answering(200, '', headers)), {
      expect: { headers: expected },
    });
    const outcome = error === null ? 'ok' : 'bad';
    expect(attempt).toMatchObject({ outcome, reason: error === null ? null : 'expectation', error });
  });

  it('is asked after status and TLS, whose reasons say more', async () => {
    const server = await httpServer(answering(500, '', headers));
    expect(await probe(server, { expect: { headers: { etag: 'x' } } })).toMatchObject({ reason: 'status' });
  });
});

/** As identity providers publish it (SAML V2.0 metadata, section 2.3). */
const metadata = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.lumen.example/münchen">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

describe('what a body has to hold as text', () => {
  const saml = {
    headers: { 'content-type': { contains: 'application/samlmetadata+xml' } },
    body: {
      contains: ['entityID="https://idp.lumen.example/münchen"', '<md:KeyDescriptor use="signing"'],
      lacks: ['use="encryption"'],
    },
  };
  const type = { 'content-type': 'application/samlmetadata+xml; charset=utf-8' };

  it('reads SAML metadata', async () => {
    const server = await httpServer(answering(200, metadata, type));
    expect(await probe(server, { expect: saml })).toMatchObject({ outcome: 'ok', error: null });
    const renamed = await httpServer(answering(200, metadata.replace('idp.', 'login.'), type));
    expect(await probe(renamed, { expect: saml })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error: String.raw`the body does not contain "entityID=\"https://idp.lumen.example/münchen\""`,
    });
    const encrypting = await httpServer(answering(200, `${metadata}<x use="encryption"/>`, type));
    expect((await probe(encrypting, { expect: saml })).error).toBe(
      String.raw`the body contains "use=\"encryption\""`,
    );
  });

  it('reads an OIDC discovery document by pointers, beside texts', async () => {
    const issuer = 'https://id.lumen.example';
    const discovery = JSON.stringify({
      issuer,
      jwks_uri: `${issuer}/jwks`,
      grant_types_supported: ['client_credentials'],
    });
    const terms = {
      body: { contains: ['"client_credentials"'] },
      json: { '/issuer': issuer, '/jwks_uri': `${issuer}/jwks`, '/token_endpoint': { present: false } },
    };
    const server = await httpServer(answering(200, discovery));
    expect(await probe(server, { expect: terms })).toMatchObject({ outcome: 'ok' });
  });

  it('is compared byte by byte, also where the rest is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('müde')]);
    const server = await httpServer((_request, response) => response.end(bytes));
    expect(await probe(server, { expect: { body: { contains: ['müde'] } } })).toMatchObject({
      outcome: 'ok',
    });
    const latin = await httpServer((_request, response) => response.end(Buffer.from('müde', 'latin1')));
    expect(await probe(latin, { expect: { body: { contains: ['müde'] } } })).toMatchObject({
      outcome: 'bad',
    });
  });

  it('is looked for in the first 64 KiB only', async () => {
    const server = await httpServer(answering(200, `here${'x'.repeat(65_536)}there`));
    const error = async (body: object) => (await probe(server, { expect: { body } })).error;
    expect(await error({ contains: ['here'] })).toBeNull();
    expect(await error({ contains: ['there'] })).toBe(
      'the body does not contain "there" in its first 65536 bytes, and no more is read',
    );
    expect(await error({ lacks: ['elsewhere'] })).toBe(
      'the body is longer than 65536 bytes: what it lacks cannot be told',
    );
    expect(await error({ lacks: ['here'] })).toBe('the body contains "here"');
  });

  it.each([
    ['gzip', 'gzip'],
    ['BR', 'br'],
    ['my-secret', 'one of its own'],
    ['gzip, gzip', 'one of its own'],
  ])('cannot be told of a body that came with content-encoding %s', async (coding, name) => {
    const bomb = gzipSync('pass '.repeat(100_000));
    const server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(bomb);
    });
    for (const expected of [{ body: { lacks: ['fail'] } }, { json: { '/a': { present: false } } }]) {
      expect(await probe(server, { expect: expected })).toMatchObject({
        outcome: 'bad',
        reason: 'expectation',
        error: `the body cannot be read: its content-encoding is ${name}, which nobody asked for`,
      });
    }
    expect(
      await probe(server, { expect: { headers: { 'content-encoding': { present: true } } } }),
    ).toMatchObject({
      outcome: 'ok',
    });
  });

  it('can be told of a body whose content-encoding is identity', async () => {
    const server = await httpServer(answering(200, 'pass', { 'content-encoding': 'identity' }));
    expect(await probe(server, { expect: { body: { contains: ['pass'] } } })).toMatchObject({
      outcome: 'ok',
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
