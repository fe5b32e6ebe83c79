// Every TLS that a partner may have, shown by a real nginx, as a running collector tells it.
import { beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type Collector } from './collector.ts';
import type { SettingsTerms, Sources } from './files.ts';
import { isMissing } from './servers.ts';
import { closingAfterAll } from './teardown.ts';
import { prepareTlsServers, type TlsServers } from './tls-servers.ts';

type Case = {
  title: string;
  source: string;
  /** One of tls-servers.ts. */
  server: string;
  terms?: object;
  /** How every slot of it ends, and what its words begin with. */
  reason: string;
  words?: string;
};

const ca = { file: 'root.pem' };
const fixtureCa = { file: 'fixture-ca.pem' };
const clientOf = (name: string) => ({ certificate: { file: `${name}.pem` }, key: { file: `${name}.key` } });
const newest = { tls: { minVersion: 'TLSv1.3' } };

const cases: Case[] = [
  {
    ...{ title: 'is ok under an authority that the agreement names', source: 'named-authority' },
    ...{ server: 'good', terms: { tls: { ca } }, reason: 'ok' },
  },
  {
    ...{ title: 'is ok with the newest version where that is expected', source: 'newest-version' },
    ...{ server: 'good', terms: { tls: { ca }, expect: newest }, reason: 'ok' },
  },
  {
    ...{ title: 'is bad under an authority that nobody knows', source: 'unknown-authority', server: 'good' },
    ...{ reason: 'tls', words: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ' },
  },
  {
    ...{ title: 'is bad under another authority than the named one', source: 'other-authority' },
    ...{ server: 'good', terms: { tls: { ca: fixtureCa } } },
    ...{ reason: 'tls', words: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ' },
  },
  {
    ...{
      title: 'is bad where its chain lacks the authority in between',
      source: 'cut-chain',
      server: 'bare',
    },
    ...{ terms: { tls: { ca } }, reason: 'tls', words: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE: ' },
  },
  {
    ...{ title: 'is bad once its certificate has expired', source: 'expired', server: 'expired' },
    ...{ terms: { tls: { ca: fixtureCa } }, reason: 'tls', words: 'CERT_HAS_EXPIRED: ' },
  },
  {
    ...{ title: 'is bad with the certificate of another host', source: 'wrong-host', server: 'wrong-host' },
    ...{ terms: { tls: { ca: fixtureCa } } },
    ...{ reason: 'tls', words: 'ERR_TLS_CERT_ALTNAME_INVALID: the certificate is for other hosts' },
  },
  {
    ...{ title: 'is bad with a certificate that it signed itself', source: 'self-signed' },
    ...{ server: 'self-signed', terms: { tls: { ca: fixtureCa } } },
    ...{ reason: 'tls', words: 'DEPTH_ZERO_SELF_SIGNED_CERT: ' },
  },
  {
    ...{ title: 'is ok ten days before its certificate ends', source: 'ends-soon', server: 'soon' },
    ...{ terms: { tls: { ca } }, reason: 'ok' },
  },
  {
    ...{ title: 'is bad then where fourteen days are expected', source: 'ends-too-soon', server: 'soon' },
    ...{ terms: { tls: { ca }, expect: { tls: { expiresAfter: '14d' } } } },
    ...{ reason: 'tls', words: 'the certificate ends 20' },
  },
  {
    ...{ title: 'is ok with TLS 1.2 where nothing else is expected', source: 'old-version', server: 'old' },
    ...{ terms: { tls: { ca } }, reason: 'ok' },
  },
  {
    ...{ title: 'is bad with TLS 1.2 where 1.3 is expected', source: 'too-old-version', server: 'old' },
    ...{ terms: { tls: { ca }, expect: newest } },
    ...{ reason: 'tls', words: 'got TLSv1.2; expected TLSv1.3 or newer' },
  },
  {
    ...{ title: 'is bad without TLS at a port where there should be', source: 'no-tls', server: 'plain' },
    ...{ terms: { tls: { ca } }, reason: 'tls', words: 'ERR_SSL_' },
  },
  {
    ...{ title: 'that wants a client certificate is ok with ours', source: 'known-client', server: 'mutual' },
    ...{ terms: { tls: { ca, ...clientOf('client') } }, reason: 'ok' },
  },
  {
    title: 'that wants a client certificate answers 400 without one, which counts against it (nginx)',
    ...{ source: 'no-client', server: 'mutual', terms: { tls: { ca } } },
    ...{ reason: 'status', words: 'got status 400; expected 200-299' },
  },
  {
    title: 'that wants a client certificate answers 400 to one of strangers, which counts against it (nginx)',
    ...{ source: 'strange-client', server: 'mutual', terms: { tls: { ca, ...clientOf('stranger') } } },
    ...{ reason: 'status', words: 'got status 400; expected 200-299' },
  },
  {
    ...{ title: 'is not measured while our certificate is lost', source: 'lost-client', server: 'mutual' },
    ...{ terms: { tls: { ca, ...clientOf('lost') } } },
    ...{ reason: 'credentials', words: 'the file lost.pem holds no certificate; put it there as PEM text' },
  },
];

describe.skipIf(isMissing('nginx') || isMissing('openssl'))('a partner with TLS', () => {
  const closing = closingAfterAll();
  let servers: TlsServers;
  let settings: SettingsTerms;
  let collector: Collector;

  const urlOf = (server: string) => `https://localhost:${servers.ports[server]}/health`;

  const collect = async (sources: Sources, controls: { name: string; url: string }[] = []) =>
    closing(
      await startCollector({ sources, settings: { ...settings, controls }, files: servers.files }),
      ({ stop }) => stop(),
    );

  beforeAll(async () => {
    servers = await prepareTlsServers();
    closing(servers.nginx, ({ remove }) => remove());
    await servers.nginx.start();
    const ports = Object.values(servers.ports);
    settings = { egress: { allow: ['127.0.0.0/8', '::1/128'].map((cidr) => ({ cidr, ports })) } };
    const sources = cases.map(({ source, server, terms }) => [
      source,
      { spec: { url: urlOf(server), ...terms } },
    ]);
    collector = await collect(Object.fromEntries(sources));
  });

  it.each(cases.map((each) => [each.title, each] as const))('%s', async (_title, each) => {
    const { source, reason, words = '' } = each;
    const tally = await collector.tallied(source, 'a slot has ended', (so) => Object.keys(so).length > 0);
    expect(Object.keys(tally)).toEqual([reason]);
    const { bad, unmeasured } = await collector.failures(source);
    const said = [...bad, ...unmeasured][0]?.seen.error ?? '';
    expect(said.slice(0, words.length)).toBe(words);
    expect(reason === 'ok').toBe(said === '');
  });

  it.each([
    ['named-authority', 'good'],
    ['ends-soon', 'soon'],
    ['ends-too-soon', 'soon'],
  ] as const)('shows Prometheus when its certificate ends: %s', async (source, server) => {
    await collector.tallied(source, 'a slot has ended', (so) => Object.keys(so).length > 0);
    const series = `upheld_probe_tls_expiry_timestamp_seconds{agreement="partner",source="${source}"}`;
    const lines = (await collector.metrics()).split('\n').filter((line) => line.startsWith(series));
    expect(lines).toEqual([`${series} ${servers.ends[server] / 1000}`]);
  });

  it('is not called bad for an authority that we do not know when a control target of it fails too', async () => {
    const sources = { api: { spec: { url: urlOf('good') } } };
    const controlled = await collect(sources, [{ name: 'gateway', url: urlOf('good') }]);
    const tally = await controlled.tallied('api', 'a slot has ended', (so) => Object.keys(so).length > 0);
    expect(Object.keys(tally)).toEqual(['own-network']);
    const { unmeasured } = await controlled.failures('api');
    expect(unmeasured[0]?.seen.error).toMatch(/; control gateway failed too: UNABLE_TO_/);
  });

  it('is told the same by a connection without HTTP', async () => {
    const place = (server: string) => ({ host: 'localhost', port: servers.ports[server] });
    const tcp = (server: string, tls: object) => ({ type: 'tcp', spec: { ...place(server), tls } });
    const bare = await collect({
      good: tcp('good', { ca }),
      expired: tcp('expired', { ca: fixtureCa }),
      mutual: tcp('mutual', { ca, ...clientOf('client') }),
    });
    const ended = async (source: string) =>
      Object.keys(await bare.tallied(source, 'a slot has ended', (so) => Object.keys(so).length > 0));
    expect(await ended('good')).toEqual(['ok']);
    expect(await ended('expired')).toEqual(['tls']);
    expect(await ended('mutual')).toEqual(['ok']);
  });
});
