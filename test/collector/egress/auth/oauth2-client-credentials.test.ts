// What leaves for a token endpoint, and what an API and its token endpoint do to each other. How often the
// endpoint is asked is in tokens.test.ts; a real one is in provider.test.ts.
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '@upheld/collector/clock';
import { http } from '@upheld/collector/probes/http';
import { probeContext } from '../../../contracts/probe.ts';
import { httpServer } from '../servers.ts';
import type { Running } from '../servers.ts';
import { faultsOf } from './faults.ts';
import { credentialsOf } from './secrets.ts';

const auth = {
  type: 'oauth2-client-credentials',
  tokenUrl: 'https://id.example.com/token',
  clientId: 'northwind',
  clientSecret: { env: 'SECRET' },
  clientAuthentication: 'basic',
} as const;

type Asked = { method: string | undefined; headers: IncomingMessage['headers']; body: string };

/** A token endpoint that gives tokens `t1`, `t2`, ... and remembers what it was asked. */
async function endpoint(status = () => 200) {
  const asked: Asked[] = [];
  const server = await httpServer(async (request, response) => {
    asked.push({ method: request.method, headers: request.headers, body: await text(request) });
    const answer = { access_token: `t${asked.length}`, token_type: 'bearer', expires_in: 3600 };
    response.writeHead(status()).end(JSON.stringify(answer));
  });
  return { ...server, asked, tokenUrl: `${server.url}/token` };
}

/** An API that answers with what `judge` says of the header that it got. */
async function api(judge: (authorization: string | undefined) => number) {
  return await httpServer(({ headers }, response) => response.writeHead(judge(headers.authorization)).end());
}

function probing(
  server: Running,
  tokens: { port: number; tokenUrl: string },
  terms: object = {},
  clock: Clock = systemClock,
) {
  const credentials = credentialsOf({ SECRET: 's3cret' }, [tokens.port], clock);
  const context = probeContext([server.port], { credentials });
  const own = { ...auth, tokenUrl: tokens.tokenUrl };
  const spec = http.spec.parse({ url: server.url, timeout: '2s', auth: own, ...terms });
  return () => http.probe(spec, context);
}

describe('the request for a token', () => {
  async function asked(change: object, secret = 's3cret') {
    const tokens = await endpoint();
    const credentials = credentialsOf({ SECRET: secret }, [tokens.port]);
    const terms = { auth: { ...auth, tokenUrl: tokens.tokenUrl, ...change } };
    expect(await credentials(terms, 1_000)).toMatchObject({ headers: { authorization: 'Bearer t1' } });
    return tokens.asked[0];
  }

  it('is the one of RFC 6749, 4.4.2, with the client in the header', async () => {
    expect(await asked({})).toMatchObject({
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('northwind:s3cret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    });
  });

  it('asks for scopes and an audience', async () => {
    const { body } = (await asked({ scope: 'read:health write', audience: 'https://api.example.com' })) ?? {};
    expect(body).toBe(
      'grant_type=client_credentials&scope=read%3Ahealth+write&audience=https%3A%2F%2Fapi.example.com',
    );
  });

  it('has the client in the body where the endpoint wants it there', async () => {
    const { headers, body } = (await asked({ clientAuthentication: 'post' })) ?? {};
    expect(headers?.authorization).toBeUndefined();
    expect(body).toBe('grant_type=client_credentials&client_id=northwind&client_secret=s3cret');
  });

  it('encodes name and secret as a form does before it joins them', async () => {
    const { headers } = (await asked({ clientId: 'north:wind' }, 'a b%ü')) ?? {};
    const encoded = Buffer.from('north%3Awind:a+b%25%C3%BC').toString('base64');
    expect(headers?.authorization).toBe(`Basic ${encoded}`);
  });
});

describe('an API behind a token endpoint', () => {
  it('is asked with one token slot after slot', async () => {
    const tokens = await endpoint();
    const probe = probing(await api((header) => (header === 'Bearer t1' ? 200 : 401)), tokens);
    expect(await probe()).toMatchObject({ outcome: 'ok' });
    expect(await probe()).toMatchObject({ outcome: 'ok' });
    expect(tokens.asked).toHaveLength(1);
  });

  it('that refuses a token gets another one five seconds later, and is not asked before', async () => {
    const tokens = await endpoint();
    const time = { aheadMs: 0 };
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + time.aheadMs };
    const probe = probing(await api((header) => (header === 'Bearer t2' ? 200 : 401)), tokens, {}, clock);
    expect(await probe()).toMatchObject({ outcome: 'unmeasured', reason: 'credentials', status: 401 });
    expect(await probe()).toMatchObject({
      ...{ outcome: 'unmeasured', reason: 'credentials', status: null },
      error: `the token endpoint ${tokens.tokenUrl} gave a token that the API refused; it is asked again 5 s later`,
    });
    expect(tokens.asked).toHaveLength(1);
    time.aheadMs = 5_000;
    expect(await probe()).toMatchObject({ outcome: 'ok' });
    expect(tokens.asked).toHaveLength(2);
  });

  it('is not asked, and not to blame, where the token endpoint fails', async () => {
    let requests = 0;
    const server = await api(() => {
      requests += 1;
      return 200;
    });
    const tokens = await endpoint(() => 503);
    expect(await probing(server, tokens)()).toEqual({
      outcome: 'unmeasured',
      reason: 'credentials',
      latencyMs: null,
      phases: {},
      status: null,
      error: `the token endpoint ${tokens.tokenUrl} answered with status 503; it is asked again 5 s later`,
    });
    expect(requests).toBe(0);
  });

  it('is to blame for its own failures', async () => {
    const probe = probing(await api(() => 500), await endpoint());
    expect(await probe()).toMatchObject({ outcome: 'bad', reason: 'status', status: 500 });
  });

  it('is measured without the wait for the token', async () => {
    let waitedMs = 0;
    const tokens = await httpServer((_request, response) => {
      const askedAt = performance.now();
      setTimeout(() => {
        waitedMs = performance.now() - askedAt;
        response.end('{"access_token":"t","token_type":"bearer"}');
      }, 100);
    });
    const probe = probing(await api(() => 200), { ...tokens, tokenUrl: tokens.url }, { latency: 'total' });
    const startedAt = performance.now();
    const { latencyMs } = await probe();
    expect(waitedMs).toBeGreaterThan(90);
    expect(latencyMs).toBeLessThanOrEqual(performance.now() - startedAt - waitedMs);
  });

  it('is not asked where settings forbid the address of the token endpoint', async () => {
    const tokens = await endpoint();
    const probe = probing(await api(() => 200), { port: 1, tokenUrl: tokens.tokenUrl });
    const { reason, error } = await probe();
    expect(reason).toBe('credentials');
    expect(error).toMatch(/could not be asked: POLICY: .+ under egress\.allow$/);
    expect(tokens.asked).toHaveLength(0);
  });

  it('may take the time of two requests', () => {
    const terms = { url: 'https://api.example.com', timeout: '10s' };
    expect(http.longestMs(http.spec.parse({ ...terms, auth }))).toBe(20_000);
    expect(http.longestMs(http.spec.parse(terms))).toBe(10_000);
  });
});

describe('the terms of a token', () => {
  it('need no more than an endpoint and a client', () => {
    const { type, tokenUrl, clientId, clientSecret } = auth;
    expect(faultsOf({ type, tokenUrl, clientId, clientSecret })).toEqual([]);
  });

  it.each([
    [
      { tokenUrl: 'ftp://id/' },
      'tokenUrl: a URL starts with https:// or http:// and holds no password, such as https://id.example.com/token',
    ],
    [{ clientId: '' }, 'clientId: a client is up to 500 visible characters of ASCII, such as upheld'],
    [
      { clientSecret: 'literal' },
      'clientSecret: a secret is a reference, never a value, such as { env: TOKEN }',
    ],
    [
      { scope: 'a  b' },
      'scope: scopes are visible characters of ASCII with single spaces between them, such as read:health',
    ],
    [
      { scope: 'a"b' },
      'scope: scopes are visible characters of ASCII with single spaces between them, such as read:health',
    ],
    [
      { audience: 'a b' },
      'audience: an audience is up to 500 visible characters of ASCII, such as https://api.example.com',
    ],
    [{ clientAuthentication: 'header' }, 'clientAuthentication: one of basic, post, such as basic'],
  ])('are refused where they are none: %j', (change, fault) => {
    expect(faultsOf({ ...auth, ...change })).toEqual([fault]);
  });

  it('are read whatever a scope does to the reader', () => {
    expect(faultsOf({ ...auth, scope: `${'a '.repeat(50_000)}"` })).toHaveLength(1);
  });

  it('never reach the endpoint without a secret', async () => {
    expect(await credentialsOf({})({ auth }, 1_000)).toEqual({
      ok: false,
      words: 'the environment variable SECRET holds no usable client secret; set it to one line of text',
    });
  });
});
