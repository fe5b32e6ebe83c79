// TLS material that stands in references, against servers that ask for a client's certificate.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '@upheld/collector/clock';
import { createCredentials } from '@upheld/collector/egress/credentials';
import { http } from '@upheld/collector/probes/http';
import { createSecrets } from '@upheld/collector/secrets';
import { probeContext } from '../../contracts/probe.ts';
import { httpServer, loopbackEgress } from './servers.ts';
import type { Running } from './servers.ts';

const folder = fileURLToPath(new URL('../../fixtures/tls', import.meta.url));
const pem = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

const ca = { file: 'ca.pem' };
const client = { certificate: { file: 'good.pem' }, key: { file: 'good.key' } };

/** Speaks only to clients with a certificate of the test authority. */
async function mutualServer(answer = '', pair = 'good'): Promise<Running> {
  const options = { key: pem(`${pair}.key`), cert: pem(`${pair}.pem`), ca: pem('ca.pem') };
  const server = createServer({ ...options, requestCert: true }, (_request, response) =>
    response.end(answer),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, url: `https://localhost:${port}` };
}

function credentialsFor(ports: number[], environment: Record<string, string> = {}) {
  const secret = createSecrets({ environment, folder });
  return createCredentials({ secret, egress: loopbackEgress(ports), clock: systemClock });
}

async function probe(server: Running, terms: object, others: Running[] = []) {
  const ports = [server, ...others].map(({ port }) => port);
  const credentials = credentialsFor(ports, { EMPTY: '', TEXT: 'canary', SECRET: 's' });
  const spec = http.spec.parse({ url: server.url, timeout: '2s', ...terms });
  return await http.probe(spec, probeContext(ports, { credentials }));
}

describe('tls of a source', () => {
  it('trusts the authority that it names, and shows its certificate', async () => {
    expect(await probe(await mutualServer(), { tls: { ca, ...client } })).toMatchObject({ outcome: 'ok' });
  });

  it('trusts no authority that it does not name', async () => {
    const attempt = await probe(await mutualServer(), { tls: client });
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'tls' });
  });

  it('is not measured where the partner wants a certificate that we do not have', async () => {
    expect(await probe(await mutualServer(), { tls: { ca } })).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      latencyMs: null,
    });
  });

  const auth = { type: 'oauth2-client-credentials', clientId: 'upheld', clientSecret: { env: 'SECRET' } };
  const given = '{"access_token":"t","token_type":"bearer"}';

  it('holds for a token endpoint of the same origin too', async () => {
    const server = await mutualServer(given);
    const own = { ...auth, tokenUrl: `${server.url}/token` };
    expect(await probe(server, { tls: { ca, ...client }, auth: own })).toMatchObject({ outcome: 'ok' });
    const { reason, error } = await probe(server, { tls: { ca }, auth: own });
    expect(reason).toBe('credentials');
    expect(error).toMatch(
      /^the token endpoint https:\/\/localhost:\d+\/token could not be asked: CREDENTIALS: the server wants/,
    );
  });

  it('holds for no token endpoint of another origin: neither its authorities nor our certificate', async () => {
    const tokens = await mutualServer(given);
    const server = await mutualServer();
    const own = { ...auth, tokenUrl: tokens.url };
    const { reason, error } = await probe(server, { tls: { ca, ...client }, auth: own }, [tokens]);
    expect(reason).toBe('credentials');
    expect(error).toContain('gave no answer: SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('is told apart from that of the token endpoint, which may have its own', async () => {
    const tokens = await mutualServer(given);
    const server = await mutualServer();
    const own = { ...auth, tokenUrl: tokens.url, tls: { ca, ...client } };
    expect(await probe(server, { tls: { ca, ...client }, auth: own }, [tokens])).toMatchObject({
      outcome: 'ok',
    });
    const lost = { ...own, tls: { ca: { file: 'lost.pem' } } };
    expect(await probe(server, { tls: { ca, ...client }, auth: lost }, [tokens])).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      error: 'the file lost.pem holds no certificates; put it there as PEM text',
    });
  });
});

describe('material that cannot be used', () => {
  it.each([
    [{ ca: { file: 'lost.pem' } }, 'the file lost.pem holds no certificates; put it there as PEM text'],
    [
      { ca: { env: 'EMPTY' } },
      'the environment variable EMPTY holds no certificates; put it there as PEM text',
    ],
    [
      { ca: { env: 'TEXT' } },
      'the environment variable TEXT holds no certificates; put it there as PEM text',
    ],
    [{ ca: { file: 'good.key' } }, 'the file good.key holds no certificates; put it there as PEM text'],
    [
      { ...client, certificate: { file: 'good.key' } },
      'the file good.key holds no certificate; put it there as PEM text',
    ],
    [
      { ...client, key: { file: 'good.pem' } },
      'the file good.pem holds no private key without passphrase; put it there as PEM text',
    ],
    [
      { certificate: { file: 'expired.pem' }, key: { file: 'expired.key' } },
      'the file expired.pem holds a certificate that ended 2021-01-01; renew it',
    ],
  ])('is named by its place: %j', async (tls, words) => {
    let requests = 0;
    const server = await httpServer((_request, response) => {
      requests += 1;
      response.end();
    });
    expect(await probe(server, { tls })).toMatchObject({
      ...{ outcome: 'unmeasured', reason: 'credentials', error: words },
    });
    expect(requests).toBe(0);
  });

  it.each([
    [Date.UTC(2025, 11, 31), 'holds a certificate that begins 2026-01-01; use one that is valid'],
    [Date.UTC(2126, 0, 2), 'holds a certificate that ended 2126-01-01; renew it'],
  ])('is a certificate of ours out of its time: %i', async (now, words) => {
    const secret = createSecrets({ environment: {}, folder });
    const clock = { ...systemClock, now: () => now };
    const credentials = createCredentials({ secret, egress: loopbackEgress([]), clock });
    expect(await credentials({ url: 'https://api.example.com/', tls: client }, 1_000)).toEqual({
      ok: false,
      words: `the file good.pem ${words}`,
    });
  });

  it.each([
    ['a key of another certificate', { ca, ...client, key: { file: 'expired.key' } }],
    ['armour around nothing that can be read', { ca: { env: 'HOLLOW' } }],
  ])('is no exception either where it is %s', async (_title, tls) => {
    const hollow = '-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----';
    const server = await mutualServer();
    const credentials = credentialsFor([server.port], { HOLLOW: hollow });
    const spec = http.spec.parse({ url: server.url, tls });
    const attempt = await http.probe(spec, probeContext([server.port], { credentials }));
    expect(attempt).toMatchObject({ outcome: 'unmeasured', reason: 'credentials' });
    expect(attempt.error).not.toContain('canary');
  });
});

describe('the terms of tls', () => {
  const faultsOf = (tls: unknown) => {
    const read = http.spec.safeParse({ url: 'https://api.example.com', tls });
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  const together =
    'certificate and key stand together, such as { certificate: { file: client.pem }, key: { file: client.key } }';

  it('are authorities, a certificate with its key, or both', () => {
    expect(faultsOf({ ca })).toEqual([]);
    expect(faultsOf(client)).toEqual([]);
    expect(faultsOf({ ca, ...client })).toEqual([]);
  });

  it('have a certificate and its key together', () => {
    expect(faultsOf({ certificate: ca })).toEqual([`tls.key: ${together}`]);
    expect(faultsOf({ key: ca })).toEqual([`tls.certificate: ${together}`]);
  });

  it('are references', () => {
    expect(faultsOf({ ca: pem('ca.pem') })).toEqual([
      'tls.ca: a secret is a reference, never a value, such as { env: TOKEN }',
    ]);
    expect(faultsOf('strict')).toEqual([
      'tls: tls has ca, or certificate and key, or all three, such as { ca: { file: partner-ca.pem } }',
    ]);
  });
});
