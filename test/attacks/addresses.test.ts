// Attacks 1 to 4, 9 and 21: files that lead where nobody may be asked, or that ask for what there is not. They are
// refused when they are read, before anything can be sent.
import { describe, expect, it } from 'vitest';
import { faultsOf, folderOf } from '../collector/config/folders.ts';
import { filesFor } from './installation.ts';
import type { SourceTerms } from './installation.ts';
import { note } from './row.ts';

/** Settings that open whatever can be opened. */
const everything = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

const over = (type: 'http' | 'websocket') => (host: string) => ({
  ...{ type, spec: { url: `${type === 'http' ? 'http' : 'ws'}://${host}/` } },
});
const http = over('http');

/** Ways in which a file names a host. IPv6 stands in brackets where a URL or a port follows. */
const ways: Record<string, (host: string) => SourceTerms> = {
  http,
  websocket: over('websocket'),
  tcp: (host) => ({ type: 'tcp', spec: { host: host.replace(/^\[|\]$/g, ''), port: 80 } }),
};

async function faultsFor(source: SourceTerms, allow: object[] = []): Promise<string[]> {
  return await faultsOf(await folderOf(filesFor(source, allow)));
}

/** The rules alone: without the place, the value, the address and the example, which differ. */
const rulesOf = (faults: string[]) => ['refused', ...faults.map(withoutPlace)].join(': ');

const withoutPlace = (fault: string) =>
  fault.replace(/^.*?: got .*?; (\S+ port \d+ is )?/, '').replace(/, such as .*$/, '');

const read = { requests: 0, ms: null };

const metadata = ['169.254.169.254', '169.254.169.254.', '2852039166', '0xA9.0xFE.0xa9.0xfe', '169.16689662'];

const loopback = [
  ...['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '１２７.0.0.1'],
  // Of our own: other spellings that URLs take, a dot at the end, and names that never leave the machine.
  ...['127.0.0.1', '127.0.0.1.', '0X7F000001', '0x7F.0X1', '017700000001', '127.0.1', '127.255.255.254'],
  ...['①②⑦.⓪.⓪.①', '127。0。0。1', '[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]'],
  ...['localhost', 'localhost.', 'LOCALHOST', 'api.localhost', 'api.localhost.'],
];

/** Escapes are for URLs only; other fields know no such host. */
const escaped = ['127%2e0.0.1', '%31%32%37.0.0.1', '%6cocalhost', '127.0.0.%31'];

const unspecified = ['0', '0.0.0.0', '0x0', '[::]'];

const embedded = [
  ...['[::ffff:7f00:1]', '[::7f00:1]', '[64:ff9b::a9fe:a9fe]', '[2002:7f00:1::]'],
  // Of our own: with the IPv4 address in dots, in upper case, of local NAT64, translated.
  ...['[::ffff:127.0.0.1]', '[::FFFF:7F00:1]', '[::127.0.0.1]', '[64:ff9b::127.0.0.1]'],
  ...['[64:ff9b:1::7f00:1]', '[::ffff:0:7f00:1]', '[2002:a9fe:a9fe::1]'],
  // 127.0.0.1 as a local NAT64 with a prefix of 48, 56 or 64 bits reads it, before a public suffix that it
  // leaves out (RFC 6052, 2.2).
  ...['[64:ff9b:1:7f00:0:100:808:808]', '[64:ff9b:1:7f:0:1:808:808]', '[64:ff9b:1:0:7f:0:108:808]'],
];

const platform = [
  ...['168.63.129.16', '100.100.100.200', '192.0.0.192', '[fd00:ec2::254]'],
  // Of our own: of Google over IPv6, embedded ones, link-local, multicast and broadcast.
  ...['[fd20:ce::254]', '[::ffff:168.63.129.16]', '[64:ff9b::6464:64c8]', '[fe80::1]', '[febf::1]'],
  ...['224.0.0.1', '[ff02::1]', '255.255.255.255'],
];

type Case = [attack: number, host: string, type: string, allow: object[], rule: RegExp];

const cases = (attack: number, hosts: string[], allow: object[], rule: RegExp): Case[] =>
  hosts.flatMap((host) => Object.keys(ways).map((type): Case => [attack, host, type, allow, rule]));

const closed = / is a loopback address; to reach it, name its range and port under egress\.allow, such as /;
const never = / is an? [\w' -]+, which is never asked; name a partner's own endpoint, such as /;
const inside = / is a (loopback|link-local|rfc6052) address/;

describe('a file that names a host that nobody may be asked at', () => {
  it.for([
    ...cases(1, metadata, everything, never),
    ...cases(2, loopback, [], closed),
    ...cases(2, unspecified, everything, never),
    ...cases(3, embedded, [], inside),
    ...cases(4, platform, everything, never),
    ...escaped.map((host): Case => [2, host, 'http', [], closed]),
    ...escaped.map((host): Case => [2, host, 'websocket', [], closed]),
  ])(
    'is refused: attack %i, %s in a source of type %s',
    async ([attack, host, type, allow, rule], context) => {
      const faults = await faultsFor(ways[type]?.(host) ?? http(host), allow);
      note(context, { attack, input: `\`${host}\``, by: type, seen: rulesOf(faults), ...read });
      expect(faults).toHaveLength(1);
      // What is no name in ASCII is no host of tcp either way.
      const isHost = type !== 'tcp' || /^[\w.:[\]]+$/.test(host);
      expect(faults[0]).toMatch(isHost ? rule : /; a host is a name or an address, without a port, such as /);
    },
  );

  it.for(['169.254.169.254:80', '127.1:443', '[::1]:443'])(
    'is refused as the target %s of grpc-health',
    async (target) => {
      expect((await faultsFor({ type: 'grpc-health', spec: { target } })).join()).toMatch(/ address[,;]/);
    },
  );

  it.for(['[fe80::1%25eth0]', '[fe80::1%eth0]', '[::1%lo]'])('with the zone %s is no URL', async (host) => {
    for (const type of ['http', 'websocket', 'tcp']) {
      expect(await faultsFor(ways[type]?.(host) ?? http(host), everything)).toHaveLength(1);
    }
  });
});

describe('a URL that hides where it leads', () => {
  it.for([
    'http://127.0.0.1\\@partner.example/',
    'http://127.0.0.1\\.partner.example/',
    'http://partner.example@127.0.0.1/',
    'http://partner.example\\@127.0.0.1/',
    'http:127.0.0.1/',
    'http:///127.0.0.1/',
    'http://127.0.0.1\t/',
    'http://12\t7.0.0.1/',
    ' http://127.0.0.1/',
    'http://127.0.0.1:080/',
  ])('is refused: %j', async (url) => {
    expect(await faultsFor({ type: 'http', spec: { url } })).not.toEqual([]);
  });
});

describe('a URL that is none of HTTP', () => {
  it.for([
    'file:///etc/passwd',
    'gopher://partner.example/',
    'unix:/run/docker.sock',
    'http+unix://%2Frun%2Fdocker.sock/',
    'data:text/plain,ok',
    'http://u:p@h/',
    'http://u@h/',
    'ftp://partner.example/',
    'javascript:alert(1)',
  ])('is refused: attack 9, %s', async (url, context) => {
    const faults = await faultsFor({ type: 'http', spec: { url } }, everything);
    note(context, { attack: 9, input: `\`${url}\``, by: 'http', seen: rulesOf(faults), ...read });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/; a URL starts with https:\/\/ or http:\/\/ and holds no password, such as /);
    // A password is never repeated.
    expect(faults[0]).not.toContain('u:p');
  });
});

describe('a pattern in a file', () => {
  const evil = '(a+)+$';

  it.for([
    ['json', { json: { '/status': { matches: evil } } }],
    ['json', { json: { '/status': { regex: evil } } }],
    ['body', { body: { matches: evil } }],
    ['body', { body: { contains: { regex: evil } } }],
    ['headers', { headers: { 'content-type': { matches: evil } } }],
    ['regex', { regex: evil }],
  ] as const)('is refused: attack 21, under %s, %o', async ([under, expected], context) => {
    const source = { type: 'http', spec: { url: 'https://partner.example/', expect: expected } };
    const faults = await faultsFor(source);
    note(context, {
      ...{ attack: 21, input: `\`${JSON.stringify(expected)}\``, by: 'http', seen: rulesOf(faults), ...read },
    });
    expect(faults[0]).toContain('sources.api.spec.expect');
    expect(faults[0]).toContain(under);
  });

  it('is text like any other where text is expected', async () => {
    const expected = { json: { '/status': evil }, body: { contains: [evil] } };
    const source = { type: 'http', spec: { url: 'https://partner.example/', expect: expected } };
    expect(await faultsFor(source)).toEqual([]);
  });
});
