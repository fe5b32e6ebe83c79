import { describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { dns } from '@upheld/collector/probes/dns';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { closedPort, loopbackEgress } from '../egress/servers.ts';
import { nameServer, wireName, word } from '../egress/name-servers.ts';
import type { Reply } from '../egress/name-servers.ts';

const name = 'api.partner.example';
const ten = 'c000020a'; // 192.0.2.10
const eleven = 'c000020b'; // 192.0.2.11

/** A name server that answers so, and how often it was asked. */
async function answering(reply: Reply) {
  const { url, port, questions } = await nameServer(() => reply);
  return { url, port, requests: () => questions.length };
}

probeContract({
  kind: dns,
  specFor: (url) => {
    const { host } = new URL(url);
    return { name, timeout: '500ms', expect: { values: ['192.0.2.10'] }, ...namedIn(host) };
  },
  peers: {
    silent: () => nameServer(() => null),
    closed: closedPort,
    hostile: [
      ['that there is no such name', () => answering({ code: 'noSuchName' })],
      ['no record', () => answering({ records: [] })],
      ['another address', () => answering({ records: [eleven] })],
      ['an address too many', () => answering({ records: [ten, eleven] })],
      ['its own failure', () => answering({ code: 'serverFailure' })],
      ['a refusal', () => answering({ code: 'refused' })],
      ['half an address', () => answering({ records: ['c000'] })],
    ],
    async unreachable() {
      const { server } = await nameServer(() => ({ code: 'serverFailure' }));
      return { url: 'http://partner.example', egress: loopbackEgress([], { nameServers: [server] }) };
    },
  },
});

/** The partner's own server is named where the contract gives an address; else ours are asked. */
function namedIn(host: string): { server?: string } {
  return host.startsWith('127.') ? { server: host } : {};
}

async function probe(records: string[], terms: object) {
  const { server, port } = await nameServer(() => ({ records }));
  return await dns.probe(dns.spec.parse({ name, server, ...terms }), probeContext([port]));
}

describe('a dns source', () => {
  it('is ok where there is a record, and says how long the answer took', async () => {
    const attempt = await probe([ten], {});
    expect(attempt).toMatchObject({ outcome: 'ok', status: null, error: null });
    expect(attempt.latencyMs).toBe(attempt.phases.firstByte);
  });

  it.each<[object, string[], string | null]>([
    [{ values: ['192.0.2.11', '192.0.2.10'] }, [ten, eleven], null],
    [{ values: ['192.0.2.10'] }, [ten, eleven], 'got 2 records; expected only those in values'],
    [{ values: ['192.0.2.10', '192.0.2.12'] }, [ten, eleven], 'got 2 records; 192.0.2.12 is not among them'],
    [{ contains: ['192.0.2.11'] }, [ten, eleven], null],
    [{ contains: ['192.0.2.11'] }, [ten], 'got 1 record; 192.0.2.11 is not among them'],
    [{ atLeast: 2 }, [ten, eleven], null],
    [{ atLeast: 2 }, [ten], 'got 1 record; expected at least 2'],
    [{ atLeast: 2 }, [ten, ten], 'got 1 record; expected at least 2'],
  ])('with expect %j and records %j has the fault %j', async (terms, records, error) => {
    const outcome = error === null ? 'ok' : 'bad';
    expect(await probe(records, { expect: terms })).toMatchObject({ outcome, error });
  });

  it.each([
    ['AAAA', '20010db8000000000000000000000007', '2001:DB8:0:0::7'],
    ['CNAME', wireName('Edge.CDN.example'), 'edge.cdn.example.'],
    ['MX', word(10) + wireName('mail.partner.example'), '10  Mail.partner.example.'],
  ])('knows a record of type %s in each of its spellings', async (record, data, value) => {
    expect(await probe([data], { record, expect: { values: [value] } })).toMatchObject({ outcome: 'ok' });
  });

  it('compares text letter by letter', async () => {
    const text = [`03${Buffer.from('Abc').toString('hex')}`];
    expect(await probe(text, { record: 'TXT', expect: { values: ['Abc'] } })).toMatchObject({
      outcome: 'ok',
    });
    expect(await probe(text, { record: 'TXT', expect: { values: ['abc'] } })).toMatchObject({
      reason: 'expectation',
      error: 'got 1 record; abc is not among them',
    });
  });
});

// trust.md 2.6 row 19: our own resolver may be dead; that is never the partner's fault.
describe('a failure to answer', () => {
  it.each([
    ['noSuchName', 'bad', 'dns', 'bad', 'dns'],
    ['serverFailure', 'bad', 'dns', 'unmeasured', 'own-network'],
    ['refused', 'bad', 'dns', 'unmeasured', 'own-network'],
  ] as const)('that says %s is %s (%s) of a named server, %s (%s) of ours', async (code, ...expected) => {
    const { server, port } = await nameServer(() => ({ code }));
    const named = await dns.probe(dns.spec.parse({ name, server }), probeContext([port]));
    const egress = loopbackEgress([], { nameServers: [server] });
    const ours = await dns.probe(dns.spec.parse({ name }), probeContext([], { egress }));
    expect([named.outcome, named.reason, ours.outcome, ours.reason]).toEqual(expected);
  });

  it('by silence is a timeout of a named server, and not measured of ours', async () => {
    const { server, port } = await nameServer(() => null);
    const terms = { name, timeout: '150ms' };
    const egress = loopbackEgress([], { nameServers: [server] });
    expect(await dns.probe(dns.spec.parse({ ...terms, server }), probeContext([port]))).toMatchObject({
      outcome: 'bad',
      reason: 'timeout',
    });
    expect(await dns.probe(dns.spec.parse(terms), probeContext([], { egress }))).toMatchObject({
      outcome: 'unmeasured',
      reason: 'own-network',
    });
  });
});

describe('the spec of a dns source', () => {
  function faults(terms: object): string[] {
    const result = dns.spec.safeParse({ name, ...terms }, { error: wording });
    return (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }

  it('needs nothing but a name, and reads back what it wrote', () => {
    const read = dns.spec.parse({ name });
    expect(read).toEqual({ name, record: 'A', timeout: '5s', expect: {} });
    expect(dns.spec.parse(read)).toEqual(read);
    expect(dns.longestMs(read)).toBe(5_000);
  });

  const nameRule =
    'name: a name has letters, digits, hyphens and underscores between its dots, such as api.example.com';

  it.each([
    [{ name: '_sip._tcp.partner.example.' }, []],
    [{ server: '[2001:db8::53]:53' }, []],
    [{ name: 'a..example' }, [nameRule]],
    [{ name: `${'a'.repeat(64)}.example` }, [nameRule]],
    [{ name: `${'a.'.repeat(127)}example` }, [nameRule]],
    [{ name: 'https://api.partner.example' }, [nameRule]],
    [{ record: 'ANY' }, ['record: one of A, AAAA, CNAME, MX, TXT, NS, SRV, such as A']],
    [
      { server: 'ns1.partner.example' },
      ['server: a server is an address, with a port or without, such as 192.0.2.53'],
    ],
    [{ expect: { values: [] } }, ['expect.values: values is a list of records, such as ["192.0.2.10"]']],
    [{ expect: { atLeast: 0 } }, ['expect.atLeast: atLeast is a whole number from 1 to 1000, such as 2']],
  ])('given %j has the faults %j', (terms, expected) => {
    expect(faults(terms)).toEqual(expected);
  });
});
