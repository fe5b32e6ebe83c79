// Tokens of a real authorization server, oidc-provider, in front of an API that knows them.
import type { RequestListener } from 'node:http';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createCredentials } from '@upheld/collector/egress/credentials';
import { http } from '@upheld/collector/probes/http';
import { createSecrets } from '@upheld/collector/secrets';
import { probeContext } from '../../../contracts/probe.ts';
import { closedPort, httpServer, loopbackEgress } from '../servers.ts';

/** Form encoding and base64 both have to be right for it. */
const clientSecret = 'a b%+:s3cret';

// The server warns of what matters in production only.
beforeAll(() => {
  for (const method of ['warn', 'info'] as const) vi.spyOn(console, method).mockReturnValue(undefined);
});
afterAll(() => vi.restoreAllMocks());

/** The authorization server; `tokens` are those that it was asked for. */
async function authorizationServer() {
  const client = {
    ...{ client_id: 'northwind', client_secret: clientSecret, grant_types: ['client_credentials'] },
    ...{ redirect_uris: [], response_types: [] },
  };
  const provider = new Provider('https://id.lumen.example', {
    clients: [client, { ...client, client_id: 'poster', token_endpoint_auth_method: 'client_secret_post' }],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    scopes: ['read:health'],
    ttl: { ClientCredentials: 3_600 },
  });
  const answer = provider.callback();
  const counted = { requests: 0 };
  const server = await httpServer((request, response) => {
    counted.requests += 1;
    answer(request, response);
  });
  return { ...server, provider, counted, tokenUrl: `${server.url}/token` };
}

/** An API that lets in whoever has a token with the scope that it asks for; `seen` are the tokens that came. */
async function protectedApi({ provider }: { provider: Provider }, failing: RequestListener | null = null) {
  const seen: string[] = [];
  const server = await httpServer(async (request, response) => {
    const text = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    seen.push(text);
    const token = await provider.ClientCredentials.find(text);
    if (token === undefined || token.isExpired) response.writeHead(401).end();
    else if (token.scope !== 'read:health') response.writeHead(403).end();
    else if (failing !== null) failing(request, response);
    else response.end('{"data":{"ping":"pong"}}');
  });
  return { ...server, seen };
}

type Place = { port: number; url: string };

/** Slots of one source; `clock.ahead` is how far our monotonic clock was moved on. */
function source(api: Place, tokens: { port: number; tokenUrl: string }, change: object = {}) {
  const clock = { ahead: 0 };
  const credentials = createCredentials({
    secret: createSecrets({ environment: { SECRET: clientSecret, WRONG: 'canary' }, folder: '/nowhere' }),
    egress: loopbackEgress([tokens.port]),
    clock: { ...systemClock, monotonic: () => systemClock.monotonic() + clock.ahead },
  });
  const auth = {
    ...{ type: 'oauth2-client-credentials', tokenUrl: tokens.tokenUrl, clientId: 'northwind' },
    ...{ clientSecret: { env: 'SECRET' }, scope: 'read:health', ...change },
  };
  const expectation = { status: [200], json: { '/data/ping': 'pong' } };
  const spec = http.spec.parse({ url: api.url, timeout: '5s', auth, expect: expectation });
  return { clock, slot: () => http.probe(spec, probeContext([api.port], { credentials })) };
}

describe('with tokens of oidc-provider', () => {
  it.each([{}, { clientId: 'poster', clientAuthentication: 'post' }])(
    'a protected API is measured, slot after slot with one token: %j',
    async (change) => {
      const tokens = await authorizationServer();
      const api = await protectedApi(tokens);
      const { slot } = source(api, tokens, change);
      for (const attempt of [await slot(), await slot(), await slot()]) {
        expect(attempt).toMatchObject({ outcome: 'ok', status: 200 });
      }
      expect(new Set(api.seen).size).toBe(1);
      expect(tokens.counted.requests).toBe(1);
    },
  );

  it('a token is renewed before it ends', async () => {
    const tokens = await authorizationServer();
    const api = await protectedApi(tokens);
    const { slot, clock } = source(api, tokens);
    expect(await slot()).toMatchObject({ outcome: 'ok' });
    // It is good for an hour, of which less than a tenth is left.
    clock.ahead = 3_241_000;
    expect(await slot()).toMatchObject({ outcome: 'ok' });
    expect(new Set(api.seen).size).toBe(2);
    expect(tokens.counted.requests).toBe(2);
  });

  it('a token that was taken back costs one slot', async () => {
    const tokens = await authorizationServer();
    const api = await protectedApi(tokens);
    const { slot, clock } = source(api, tokens);
    expect(await slot()).toMatchObject({ outcome: 'ok' });
    await (await tokens.provider.ClientCredentials.find(api.seen[0] ?? ''))?.destroy();
    expect(await slot()).toMatchObject({ outcome: 'unmeasured', reason: 'credentials', status: 401 });
    clock.ahead = 5_000;
    expect(await slot()).toMatchObject({ outcome: 'ok' });
    expect(tokens.counted.requests).toBe(2);
  });

  it('a wrong secret is ours: the API is not asked', async () => {
    const tokens = await authorizationServer();
    const api = await protectedApi(tokens);
    const { slot } = source(api, tokens, { clientSecret: { env: 'WRONG' } });
    expect(await slot()).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      error: `the token endpoint ${tokens.tokenUrl} answered with status 401; it is asked again 5 s later`,
    });
    expect(api.seen).toEqual([]);
  });

  it('a scope that the server does not grant is ours as well, though the API tells it', async () => {
    const tokens = await authorizationServer();
    const { slot } = source(await protectedApi(tokens), tokens, { scope: 'write:all' });
    expect(await slot()).toMatchObject({ outcome: 'unmeasured', reason: 'credentials', status: 403 });
  });

  it('a token endpoint that is down is told apart from an API that fails', async () => {
    const tokens = await authorizationServer();
    const failing = await protectedApi(tokens, (_request, response) => response.writeHead(500).end());
    expect(await source(failing, tokens).slot()).toMatchObject({
      outcome: 'bad',
      reason: 'status',
      status: 500,
    });
    const down = await closedPort();
    const tokenUrl = `${down.url}/token`;
    expect(await source(failing, { port: down.port, tokenUrl }).slot()).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      error: `the token endpoint ${tokenUrl} gave no answer: ECONNREFUSED; it is asked again 5 s later`,
    });
    expect(failing.seen).toHaveLength(1);
  });
});
