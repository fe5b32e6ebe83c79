import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressOptions } from '@upheld/collector/egress';
import { askServers } from '@upheld/collector/egress/names';
import { nameServer } from './name-servers.ts';
import { closedPort, httpServer, loopbackEgress } from './servers.ts';

const everything = [
  { cidr: '0.0.0.0/0', ports: [80] },
  { cidr: '::/0', ports: [80] },
];

async function codeFor(url: string, options: Partial<EgressOptions> = {}): Promise<string> {
  const egress = loopbackEgress([], options);
  return await egress.request({ url, deadlineMs: 1_000 }).then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof EgressError ? error.code : `not an EgressError: ${String(error)}`),
  );
}

describe('what egress never asks', () => {
  // trust.md 2.6 rows 1 to 4: other spellings of loopback, and IPv6 forms that carry an IPv4 address.
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://１２７.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[::ffff:0:7f00:1]/',
    'http://10.1.2.3/',
    'http://100.64.0.1/',
    'http://192.168.1.1/',
    'http://[fd12::1]/',
    'http://192.0.2.1/',
    'http://localhost/',
  ])('refuses %s unless its range is allowed', async (url) => {
    expect(await codeFor(url)).toBe('POLICY');
  });

  it.each([
    'http://169.254.169.254/latest/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://168.63.129.16/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://[fd00:ec2::254]/',
    'http://[fd00:ec2::23]/',
    'http://[fd20:ce::254]/',
    'http://[fe80::1]/',
    'http://0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://[ff02::1]/',
    'http://255.255.255.255/',
  ])('refuses %s although every range is allowed', async (url) => {
    expect(await codeFor(url, { allow: everything })).toBe('POLICY');
  });

  it.each([
    'file:///etc/passwd',
    'gopher://example.com/',
    'data:text/plain,hi',
    'http://u:p@example.com/',
    'no url',
  ])('refuses %s', async (url) => {
    expect(await codeFor(url)).toBe('POLICY');
  });

  it('refuses a name as soon as one of its addresses is forbidden', async () => {
    const resolve = async () => [
      { address: '192.168.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const allow = [{ cidr: '127.0.0.0/8', ports: [80] }];
    expect(await codeFor('http://partner.example/', { allow, resolve })).toBe('POLICY');
  });

  // A zone is the name of an interface of this machine: no partner has one (RFC 4007, 6).
  it.each(['::1%lo', 'fd00:ec2::254%eth0', 'fd12::1%eth0', '2001:db8::1%1', '::ffff:127.0.0.1%lo'])(
    'refuses %s, written or as the answer to a name, although every range is allowed',
    async (address) => {
      const resolve = async () => [{ address, family: 6 }];
      expect(await codeFor('http://partner.example/', { allow: everything, resolve })).toBe('POLICY');
      const egress = loopbackEgress([], { allow: everything });
      const asked = { host: address, port: 80, tls: null, deadlineMs: 100 };
      await expect(egress.connect(asked)).rejects.toMatchObject({
        code: 'POLICY',
        message: `${address} port 80 is an address with a zone, which is never asked; name a partner's own endpoint`,
      });
    },
  );

  it('says what to do about a refusal', async () => {
    const egress = loopbackEgress([]);
    await expect(egress.request({ url: 'http://10.1.2.3/', deadlineMs: 100 })).rejects.toThrow(
      '10.1.2.3 port 80 is a private address; to reach it, name its range and port under egress.allow',
    );
  });
});

describe('what settings open', () => {
  it('reaches loopback on an allowed port and not on another one', async () => {
    const { port, url } = await httpServer((_request, response) => response.end('here'));
    expect(await codeFor(url, { allow: [{ cidr: '127.0.0.0/8', ports: [port] }] })).toBe('200');
    expect(await codeFor(url, { allow: [{ cidr: '127.0.0.0/8', ports: [port + 1] }] })).toBe('POLICY');
    expect(await codeFor(url, { allow: [{ cidr: '10.0.0.0/8', ports: [port] }] })).toBe('POLICY');
  });

  it('reaches every port of an allowed range that names none', async () => {
    const { url } = await httpServer((_request, response) => response.end());
    expect(await codeFor(url, { allow: [{ cidr: '127.0.0.1/32' }] })).toBe('200');
  });

  it('connects to the very address that was checked and sends the name', async () => {
    const hosts: (string | undefined)[] = [];
    const { port } = await httpServer((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    const allow = [{ cidr: '127.0.0.1/32', ports: [port] }];
    expect(await codeFor(`http://partner.example:${port}/`, { allow, resolve })).toBe('200');
    expect(hosts).toEqual([`partner.example:${port}`]);
    expect(asked).toBe(1);
  });

  it('is not left by a name server that answers something else the second time', async () => {
    // IPv4 is asked for first, then IPv6, which the name never has: 127.0.0.1, which is allowed, then 127.0.0.2.
    const answers = [['7f000001'], [], ['7f000002'], []];
    const names = await nameServer(() => ({ records: answers.shift() ?? [] }));
    let requests = 0;
    const { port } = await httpServer((_request, response) => {
      requests += 1;
      response.end();
    });
    const options = { allow: [{ cidr: '127.0.0.1/32', ports: [port] }], resolve: askServers([names.server]) };
    const egress = loopbackEgress([], options);
    const asked = { url: `http://partner.example:${port}/`, deadlineMs: 1_000 };
    expect((await egress.request(asked)).status).toBe(200);
    await expect(egress.request(asked)).rejects.toMatchObject({ code: 'POLICY' });
    expect(requests).toBe(1);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::', 'localhost'])(
    'never asks its own listener on %s, even on an allowed port',
    async (host) => {
      const { port, url } = await closedPort();
      const allow = [{ cidr: '127.0.0.0/8', ports: [port] }];
      expect(await codeFor(url, { allow, ownListeners: () => [{ host, port }] })).toBe('POLICY');
      expect(await codeFor(url, { allow, ownListeners: () => [{ host, port: port + 1 }] })).toBe(
        'ECONNREFUSED',
      );
    },
  );
});
