import { beforeAll, describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { tcp } from '@upheld/collector/probes/tcp';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { tcpPeers } from '../../contracts/peers.ts';
import { rawServer, tlsServer, trustTestAuthority } from '../egress/servers.ts';
import type { Running } from '../egress/servers.ts';

beforeAll(trustTestAuthority);

const hostile = [
  ['nothing and hangs up', ''],
  ['another banner', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['half of the banner', '220 rea'],
  ['more than is heard', Buffer.alloc(5_000, 'x')],
  ['the banner after what is heard', `${'x'.repeat(4_090)}220 ready`],
] as const;

probeContract({
  kind: tcp,
  specFor: (url) => ({ ...placeOf(url), timeout: '500ms', expect: { banner: '220 ready' } }),
  peers: tcpPeers(hostile, 'reached'),
});

function placeOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 80) };
}

async function probe({ port, url }: Running, terms: object, now = Date.now()) {
  const spec = tcp.spec.parse({ host: placeOf(url).host, port, timeout: '2s', ...terms });
  return await tcp.probe(spec, probeContext([port], { now: () => now }));
}

describe('a tcp source', () => {
  it('is ok where a connection opens, and says nothing on it', async () => {
    const said: string[] = [];
    const closed = Promise.withResolvers<boolean>();
    const server = await rawServer((socket) => {
      socket.on('data', (chunk) => said.push(String(chunk)));
      socket.once('close', () => closed.resolve(true));
    });
    const attempt = await probe(server, {});
    expect(attempt).toMatchObject({ outcome: 'ok', status: null, error: null, seen: {} });
    expect(attempt.latencyMs).toBe(attempt.phases.connect);
    expect(Object.keys(attempt.phases)).toEqual(['connect']);
    await closed.promise;
    expect(said).toEqual([]);
  });

  it('hears a banner that comes in pieces, and does not count the wait for it as latency', async () => {
    const server = await rawServer((socket) => {
      socket.write('220-hello\r\n22');
      setTimeout(() => socket.write('0 ready\r\n'), 60);
    });
    const attempt = await probe(server, { expect: { banner: '220 ready' } });
    expect(attempt).toMatchObject({ outcome: 'ok' });
    expect(attempt.phases.body).toBeGreaterThan(30);
    expect(attempt.latencyMs).toBe(attempt.phases.connect);
  });

  it('is a failed expectation where a server goes on talking until the time is up', async () => {
    const server = await rawServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(await probe(server, { timeout: '200ms', expect: { banner: '220 ready' } })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      latencyMs: null,
      error: 'the expected banner did not come in time',
    });
  });

  it('quotes nothing that a server says', async () => {
    const server = await rawServer((socket) => socket.end('canary'));
    const attempt = await probe(server, { expect: { banner: '220 ready' } });
    expect(attempt).toMatchObject({ reason: 'expectation' });
    expect(JSON.stringify(attempt)).not.toContain('canary');
  });
});

describe('a tcp source with TLS', () => {
  const end = Date.UTC(2126, 0, 1);
  const day = 86_400_000;
  const silent = () => tlsServer('good', () => {});

  it('is ok after the handshake, which belongs to the latency', async () => {
    const attempt = await probe(await silent(), { tls: true });
    expect(attempt).toMatchObject({ outcome: 'ok', seen: { certificateEndsAt: end } });
    const { dns = 0, connect = 0, tls = 0 } = attempt.phases;
    expect(tls).toBeGreaterThan(0);
    expect(attempt.latencyMs).toBeCloseTo(dns + connect + tls, 5);
  });

  it('holds the certificate against what was expected', async () => {
    const terms = { tls: true, expect: { tls: { minVersion: 'TLSv1.3', expiresAfter: '14d' } } };
    expect(await probe(await silent(), terms, end - 14 * day)).toMatchObject({ outcome: 'ok' });
    expect(await probe(await silent(), terms, end - 14 * day + 1)).toMatchObject({
      outcome: 'bad',
      reason: 'tls',
      error: 'the certificate ends 2126-01-01; expected it to be valid for another 14d',
    });
  });

  it('asks for the certificate of another name where one is given', async () => {
    const terms = { host: '127.0.0.1', tls: { serverName: 'localhost' } };
    expect(await probe(await tlsServer('wrong-host', () => {}), terms)).toMatchObject({ reason: 'tls' });
    expect(await probe(await silent(), terms)).toMatchObject({ outcome: 'ok' });
  });

  it.each(['expired', 'wrong-host', 'self-signed'])('is bad where the certificate is %s', async (pair) => {
    const attempt = await probe(await tlsServer(pair, () => {}), { tls: true });
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'tls', latencyMs: null });
  });

  it('is a timeout where the handshake stalls', async () => {
    const attempt = await probe(await rawServer(() => {}), { tls: true, timeout: '200ms' });
    expect(attempt).toMatchObject({ outcome: 'bad', reason: 'timeout' });
  });

  it('is not measured where our own certificate cannot be read', async () => {
    const pair = { certificate: { env: 'CERTIFICATE' }, key: { env: 'KEY' } };
    expect(await probe(await silent(), { tls: pair })).toMatchObject({
      outcome: 'unmeasured',
      reason: 'credentials',
      phases: {},
    });
  });
});

describe('the spec of a tcp source', () => {
  const place = { host: 'sftp.lumen.example', port: 22 };

  function faults(terms: object): string[] {
    const result = tcp.spec.safeParse({ ...place, ...terms }, { error: wording });
    return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }

  it('needs a host and a port, and reads back what it wrote', () => {
    const read = tcp.spec.parse(place);
    expect(read).toEqual({ ...place, tls: false, timeout: '10s', expect: {} });
    expect(tcp.spec.parse(read)).toEqual(read);
    expect(tcp.longestMs(read)).toBe(10_000);
  });

  it.each(['192.0.2.7', '2001:db8::7', 'a.b_c-d.example', 'sftp.lumen.example.'])('takes %s', (host) => {
    expect(faults({ host })).toEqual([]);
  });

  const hostRule = 'host: a host is a name or an address, without a port, such as sftp.example.com';
  const tlsRule = 'tls: tls is true or false, or has ca, certificate and key, or serverName, such as true';

  it.each([
    [{ host: 'sftp.lumen.example:22' }, [hostRule]],
    [{ host: 'https://sftp.lumen.example' }, [hostRule]],
    [{ host: 'user@sftp.lumen.example' }, [hostRule]],
    [{ host: 'fe80::1%eth0' }, [hostRule]],
    [{ host: '[::1]' }, [hostRule]],
    [{ host: '' }, [hostRule]],
    [{ port: 0 }, ['port: a port is a whole number from 1 to 65535, such as 22']],
    [{ port: 65_536 }, ['port: a port is a whole number from 1 to 65535, such as 22']],
    [{ tls: 'yes' }, [tlsRule]],
    [{ tls: { serverNam: 'x' } }, ['tls: ca, certificate, key, serverName']],
    [
      { expect: { banner: '' } },
      [
        'expect.banner: a banner is text of 1 to 1000 characters that the server says first, such as SSH-2.0-',
      ],
    ],
    [
      { expect: { tls: { expiresAfter: '14d' } } },
      ['tls: only a connection with TLS has TLS to expect: use, such as tls: true'],
    ],
  ])('refuses %j', (terms, expected) => {
    expect(faults(terms)).toEqual(expected);
  });
});
