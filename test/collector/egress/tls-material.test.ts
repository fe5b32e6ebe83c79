import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { SecureVersion } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressRequest } from '@upheld/collector/egress';
import { blame } from '@upheld/collector/egress/failure';
import { createSecureContexts } from '@upheld/collector/egress/secure-contexts';
import { loopbackEgress, rawServer, run, tlsServer } from './servers.ts';
import type { Running } from './servers.ts';

const pem = (file: string) => readFileSync(new URL(`../../fixtures/tls/${file}`, import.meta.url), 'utf8');
const ca = pem('ca.pem');
const client = { cert: pem('good.pem'), key: pem('good.key') };

/** Asks every client for a certificate of the test authority. */
async function mutualServer(maxVersion: SecureVersion): Promise<Running> {
  const server = createServer({ ...client, ca, requestCert: true, maxVersion }, (_request, response) =>
    response.end('you are known'),
  );
  return await run(server, 'https://localhost', () => server.closeAllConnections());
}

async function ask({ port, url }: Running, tls: EgressRequest['tls']) {
  return await loopbackEgress([port]).request({ url, deadlineMs: 2_000, ...(tls && { tls }) });
}

async function failure(...asked: Parameters<typeof ask>): Promise<EgressError> {
  const error: unknown = await ask(...asked).catch((reason: unknown) => reason);
  if (!(error instanceof EgressError)) throw new Error(`expected an EgressError, got ${String(error)}`);
  return error;
}

describe('an own authority', () => {
  it('is trusted, and only in its own request', async () => {
    const server = await tlsServer('good', (_request, response) => response.end('here'));
    const egress = loopbackEgress([server.port]);
    const asked = { url: server.url, deadlineMs: 2_000 };
    expect((await egress.request({ ...asked, tls: { ca } })).status).toBe(200);
    await expect(egress.request(asked)).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('stands in place of the system’s', async () => {
    const server = await tlsServer('good', (_request, response) => response.end('here'));
    const other = pem('self-signed.pem');
    expect(await failure(server, { ca: other })).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect((await ask(server, { ca: `${other}\n${ca}` })).status).toBe(200);
  });

  it('does not excuse a certificate that ended or is for another host', async () => {
    const ended = await tlsServer('expired', (_request, response) => response.end());
    expect(await failure(ended, { ca })).toMatchObject({ code: 'CERT_HAS_EXPIRED' });
    const other = await tlsServer('wrong-host', (_request, response) => response.end());
    expect(await failure(other, { ca })).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      message: 'the certificate is for other hosts',
    });
  });

  it('is needed whatever the environment says of verification', async () => {
    const server = await tlsServer('self-signed', (_request, response) => response.end());
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    expect(await failure(server, undefined)).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a client certificate over %s', (version) => {
  it('is shown where the server asks for it', async () => {
    const response = await ask(await mutualServer(version), { ca, ...client });
    expect(response.body.toString()).toBe('you are known');
    expect(response.tls?.version).toBe(version);
  });

  it('is missed by the server where there is none: not measured', async () => {
    const error = await failure(await mutualServer(version), { ca });
    expect(error.message).toMatch(/^the server wants a client certificate that it accepts: .*alert/);
    expect(blame(error)).toEqual({ outcome: 'unmeasured', reason: 'credentials', latencyMs: null });
  });
});

describe('an alert of the server', () => {
  // The numbers of RFC 8446, section 6, sent in answer to the first message: nothing of ours was shown yet.
  it.each([
    [40, 'handshake_failure'],
    [42, 'bad_certificate'],
    [43, 'unsupported_certificate'],
    [44, 'certificate_revoked'],
    [45, 'certificate_expired'],
    [46, 'certificate_unknown'],
    [48, 'unknown_ca'],
    [49, 'access_denied'],
    [70, 'protocol_version'],
    [80, 'internal_error'],
    [116, 'certificate_required'],
  ])('%i, %s, before anything of ours was shown is bad tls', async (number, name) => {
    const { port } = await rawServer((socket) =>
      socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, number]))),
    );
    for (const material of [undefined, { ca, ...client }]) {
      const error = await failure({ port, url: `https://127.0.0.1:${port}` }, material);
      expect(blame(error)).toEqual({ outcome: 'bad', reason: 'tls', latencyMs: null });
      expect(error.code).toMatch(new RegExp(`^ERR_SSL_.*_ALERT_${name.toUpperCase()}$`));
      expect(error.message).toMatch(new RegExp(`^TLS failed: .*alert ${name.replaceAll('_', ' ')}$`));
    }
  });
});

describe('material that cannot be used', () => {
  const canary = 'c4n4ry';
  const broken = `-----BEGIN CERTIFICATE-----\n${canary}\n-----END CERTIFICATE-----\n`;

  it.each([
    ['an authority that is none', { ca: canary }],
    ['an authority that is broken', { ca: broken }],
    ['one broken authority among good ones', { ca: ca + broken }],
    ['no authority at all', { ca: '' }],
    ['a certificate without its key', { cert: client.cert }],
    ['a key without its certificate', { key: client.key }],
    ['a certificate that is none', { cert: canary, key: client.key }],
    ['a key that is none', { cert: client.cert, key: canary }],
    ['the key of another certificate', { cert: client.cert, key: pem('expired.key') }],
  ])('as %s, is not measured, and nothing is asked or quoted', async (_title, tls) => {
    let connections = 0;
    const { port } = await rawServer(() => (connections += 1));
    const error = await failure({ port, url: `https://127.0.0.1:${port}` }, tls);
    expect(error).toMatchObject({ code: 'CREDENTIALS', phase: null });
    expect(blame(error)).toMatchObject({ outcome: 'unmeasured', reason: 'credentials' });
    expect(`${error.message} ${String(error.cause)}`).not.toMatch(/c4n4ry|BEGIN/);
    expect(connections).toBe(0);
  });
});

describe('contexts of TLS', () => {
  it('are parsed once for each content', () => {
    const contexts = createSecureContexts();
    const first = contexts({ ca, ...client });
    expect(contexts({ ca: `${ca}`, ...client })).toBe(first);
    expect(contexts({ ca })).not.toBe(first);
    expect(contexts(client)).not.toBe(first);
    expect(contexts({})).toBe(contexts({}));
  });

  it('are kept up to a number; the one that was not used for longest goes first', () => {
    const contexts = createSecureContexts(2);
    const [plain, own] = [contexts({}), contexts({ ca })];
    expect(contexts({})).toBe(plain);
    contexts(client);
    expect(contexts({})).toBe(plain);
    expect(contexts({ ca })).not.toBe(own);
  });
});
