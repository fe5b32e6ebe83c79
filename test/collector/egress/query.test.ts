import { describe, expect, it } from 'vitest';
import { EgressError } from '@upheld/collector/egress';
import type { EgressOptions } from '@upheld/collector/egress';
import type { DnsQuery } from '@upheld/collector/egress/dns';
import { readServer } from '@upheld/collector/egress/dns';
import { closedPort, loopbackEgress } from './servers.ts';
import { byte, nameServer, wireName, word } from './name-servers.ts';
import type { Reply } from './name-servers.ts';

const question = { name: 'api.partner.example', type: 'A', deadlineMs: 2_000 } as const;

/** The code and phase that a query fails with. */
async function failure(asked: Partial<DnsQuery>, options: Partial<EgressOptions>, ports: number[] = []) {
  const egress = loopbackEgress(ports, options);
  return await egress.query({ ...question, ...asked }).then(
    () => 'no failure',
    (error: unknown) => (error instanceof EgressError ? [error.code, error.phase] : String(error)),
  );
}

async function records(type: DnsQuery['type'], data: string[]): Promise<string[]> {
  const { server, port } = await nameServer(() => ({ records: data }));
  return (await loopbackEgress([port]).query({ ...question, type, server })).records;
}

describe('a DNS question', () => {
  it.each([
    ['A', ['c000020a', 'c000020b'], ['192.0.2.10', '192.0.2.11']],
    ['AAAA', ['20010db8000000000000000000000007'], ['2001:db8::7']],
    ['CNAME', [wireName('edge.cdn.example')], ['edge.cdn.example']],
    ['NS', [wireName('ns1.partner.example')], ['ns1.partner.example']],
    ['MX', [word(10) + wireName('mail.partner.example')], ['10 mail.partner.example']],
    ['TXT', [`03${Buffer.from('v=s').toString('hex')}03${Buffer.from('pf1').toString('hex')}`], ['v=spf1']],
    [
      'SRV',
      [word(1) + word(5) + word(5061) + wireName('sip.partner.example')],
      ['1 5 5061 sip.partner.example'],
    ],
  ] as const)('of type %s gives its records as zone files write them', async (type, data, expected) => {
    expect(await records(type, [...data])).toEqual(expected);
  });

  it('is asked exactly once, and its time is that of the server', async () => {
    const { server, port, questions } = await nameServer(() => ({ records: ['c000020a'] }));
    const { latencyMs, phases } = await loopbackEgress([port]).query({ ...question, server });
    expect(questions).toEqual(['api.partner.example']);
    expect(latencyMs).toBe(phases.firstByte);
  });

  it.each(['serverFailure', 'refused', 'notImplemented'] as const)(
    'is asked once of a server that says %s',
    async (code) => {
      const { server, port, questions } = await nameServer(() => ({ code }));
      await failure({ server }, {}, [port]);
      expect(questions).toHaveLength(1);
    },
  );

  it.each<[Reply, string]>([
    [{ code: 'noSuchName' }, 'ENOTFOUND'],
    [{ records: [] }, 'ENODATA'],
    [{ code: 'serverFailure' }, 'ESERVFAIL'],
    [{ code: 'refused' }, 'EREFUSED'],
    [{ code: 'notImplemented' }, 'ENOTIMP'],
    [{ records: ['c0'] }, 'EBADRESP'],
  ])(
    'that is answered with %j fails as %s, of our own server and of one that is named',
    async (reply, code) => {
      const { server, port } = await nameServer(() => reply);
      expect(await failure({ server }, {}, [port])).toEqual([code, 'firstByte']);
      expect(await failure({}, { nameServers: [server] })).toEqual([code, 'dns']);
    },
  );

  // An alias whose name has no such record, and one that stands for itself.
  it.each(
    (['A', 'AAAA', 'MX', 'TXT', 'SRV'] as const).flatMap((type) => [
      [type, 'gone.partner.example'] as const,
      [type, question.name] as const,
    ]),
  )('of type %s that is answered with nothing but an alias, %s, finds no record', async (type, alias) => {
    const { server, port } = await nameServer(() => ({ alias }));
    expect(await failure({ server, type }, {}, [port])).toEqual(['ENODATA', 'firstByte']);
    expect(await failure({ type }, { nameServers: [server] })).toEqual(['ENODATA', 'dns']);
  });

  it('that nobody answers ends at the deadline', async () => {
    const { server, port, questions } = await nameServer(() => null);
    expect(await failure({ server, deadlineMs: 150 }, {}, [port])).toEqual(['DEADLINE', 'firstByte']);
    expect(await failure({ deadlineMs: 150 }, { nameServers: [server] })).toEqual(['DEADLINE', 'dns']);
    expect(questions).toHaveLength(2);
  });

  it('goes to the next of our own servers where one is silent', async () => {
    const silent = await nameServer(() => null);
    const { server } = await nameServer(() => ({ records: ['c000020a'] }));
    const egress = loopbackEgress([], { nameServers: [silent.server, server] });
    expect(await egress.query({ ...question, deadlineMs: 1_200 })).toMatchObject({ records: ['192.0.2.10'] });
    expect(silent.questions).toHaveLength(1);
  });

  it('is refused where nobody listens', async () => {
    const { port } = await closedPort();
    expect(await failure({ server: `127.0.0.1:${port}` }, {}, [port])).toEqual(['ECONNREFUSED', 'firstByte']);
  });

  it('survives a server that answers with noise', async () => {
    const { server, port } = await nameServer(() => ({
      records: [byte(0xff).repeat(4), byte(0xc0).repeat(4)],
    }));
    expect(await failure({ server, type: 'CNAME' }, {}, [port])).toEqual(['EBADRESP', 'firstByte']);
  });
});

describe('a named name server', () => {
  it.each([
    '169.254.169.254',
    '[::ffff:169.254.169.254]:53',
    '168.63.129.16:53',
    '127.0.0.1',
    'ns1.partner.example',
  ])('is refused where it is %s', async (server) => {
    expect((await failure({ server }, {}))[0]).toBe('POLICY');
  });

  it('is never our own listener', async () => {
    const { server, port, questions } = await nameServer(() => ({ records: ['c000020a'] }));
    const ownListeners = () => [{ host: '127.0.0.1', port }];
    expect((await failure({ server }, { ownListeners }, [port]))[0]).toBe('POLICY');
    expect(questions).toEqual([]);
  });

  it.each([
    ['192.0.2.53', { address: '192.0.2.53', port: 53 }],
    ['192.0.2.53:5353', { address: '192.0.2.53', port: 5353 }],
    ['2001:db8::53', { address: '2001:db8::53', port: 53 }],
    ['[2001:db8::53]:5353', { address: '2001:db8::53', port: 5353 }],
    ['192.0.2.53:0', null],
    ['192.0.2.53:65536', null],
    ['[192.0.2.53]:53', null],
    ['ns1.partner.example', null],
    ['127.1', null],
    ['', null],
  ])('written %j is read as %j', (text, expected) => {
    expect(readServer(text)).toEqual(expected);
  });
});
