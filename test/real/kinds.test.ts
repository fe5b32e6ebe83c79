// What partners serve by a real nginx, read by a running collector: what each format says, and what nginx
// answers when something is wrong.
import { beforeAll, describe, expect, it } from 'vitest';
import { freshness } from '@upheld/collector/probes/freshness';
import { probeContext } from '../contracts/probe.ts';
import { startCollector, tallyIn, type Collector, type Tally } from './collector.ts';
import type { Sources } from './files.ts';
import { prepareServers, type Prepared } from './nginx.ts';
import { freePort } from './program.ts';
import { isMissing } from './servers.ts';
import { closingAfterAll } from './teardown.ts';

const json = (path: string, body: object) =>
  `location = ${path} { default_type application/json; return 200 '${JSON.stringify(body)}'; }`;

const metadata =
  '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sso.example"/>';

/** `closed` is a port that nothing listens on. */
const locations = (closed: number) =>
  [
    json('/health', { status: 'pass' }),
    json('/graphql', { data: { ping: 'pong' } }),
    json('/graphql-fails', { data: null, errors: [{ message: 'no' }] }),
    json('/oidc', { issuer: 'https://id.example' }),
    json('/spring', { status: 'UP', components: { db: { status: 'UP' }, mail: { status: 'DOWN' } } }),
    json('/microprofile', { status: 'UP', checks: [{ name: 'queue', status: 'UP' }] }),
    `location = /metadata { default_type application/samlmetadata+xml; return 200 '${metadata}'; }`,
    `location = /livez { default_type text/plain; return 200 'ok'; }`,
    `location = /moved { return 302 /health; }`,
    `location = /turns { return 302 /turns; }`,
    `location = /login { auth_basic partner; auth_basic_user_file users; try_files /page =500; }`,
    `location = /limited { limit_req zone=few; limit_req_status 429; try_files /page =500; }`,
    `location = /away { proxy_pass http://127.0.0.1:${closed}; }`,
    `location = /hangs-up { return 444; }`,
    `location = /drips { limit_rate 1; try_files /page =500; }`,
    `location = /forbidden { deny all; }`,
  ].join('\n');

type Terms = Record<string, unknown>;
type Asked = { type?: string; path: string; terms?: Terms };

const http = (path: string, terms: Terms = {}): Asked => ({ path, terms });
const expecting = (path: string, expect: object) => http(path, { expect });
const health = (path: string, terms: Terms = {}): Asked => ({ type: 'health-json', path, terms });
const graphql = (path: string) =>
  http(path, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ ping }"}' },
    expect: { json: { '/data/ping': 'pong', '/errors': { present: false } } },
  });
const knocking = (file: string) =>
  http('/login', { auth: { type: 'basic', username: 'upheld', password: { file } } });

/** Title, what is asked, and how every slot of it ends. */
const cases: [title: string, asked: Asked, reason: string][] = [
  ['REST with the expected value', expecting('/health', { json: { '/status': 'pass' } }), 'ok'],
  ['REST with another value', expecting('/health', { json: { '/status': 'up' } }), 'expectation'],
  ['a header', expecting('/health', { headers: { server: { contains: 'nginx' } } }), 'ok'],
  [
    'a header that is not there',
    expecting('/health', { headers: { etag: { present: true } } }),
    'expectation',
  ],
  ['GraphQL', graphql('/graphql'), 'ok'],
  ['GraphQL that fails with status 200', graphql('/graphql-fails'), 'expectation'],
  ['SAML metadata', expecting('/metadata', { body: { contains: ['entityID="https://sso.example"'] } }), 'ok'],
  [
    'SAML metadata of another',
    expecting('/metadata', { body: { contains: ['idp.example'] } }),
    'expectation',
  ],
  ['OIDC discovery', expecting('/oidc', { json: { '/issuer': 'https://id.example' } }), 'ok'],
  ['health+json', health('/health'), 'ok'],
  ['Spring Boot', health('/spring', { format: 'spring-boot' }), 'ok'],
  [
    'a part of Spring Boot that is down',
    health('/spring', { format: 'spring-boot', component: 'mail' }),
    'expectation',
  ],
  ['MicroProfile', health('/microprofile', { format: 'microprofile' }), 'ok'],
  ['Kubernetes', health('/livez', { format: 'kubernetes' }), 'ok'],
  ['a password that is right', knocking('right.password'), 'ok'],
  ['a password that is wrong', knocking('wrong.password'), 'credentials'],
  ['a password that is nowhere', knocking('lost.password'), 'credentials'],
  ['a place that nobody may enter', http('/forbidden'), 'credentials'],
  ['a place that nobody may enter, as expected', expecting('/forbidden', { status: [403] }), 'ok'],
  ['a redirect', http('/moved'), 'redirect'],
  ['a redirect that may be followed', http('/moved', { redirects: 1 }), 'ok'],
  ['a redirect without end', http('/turns', { redirects: 3 }), 'redirect'],
  ['nothing at its path', http('/nothing'), 'status'],
  ['a gateway whose service is away', http('/away'), 'status'],
  ['a server that hangs up', http('/hangs-up'), 'connect'],
  ['a body that drips', http('/drips'), 'timeout'],
];

/** How many slots ended. */
const slots = (tally: Tally) => Object.values(tally).reduce((sum: number, count = 0) => sum + count, 0);

describe.skipIf(isMissing('nginx'))('what nginx serves', () => {
  const closing = closingAfterAll();
  let nginx: Prepared;
  let collector: Collector;

  beforeAll(async () => {
    const [port, closed] = [await freePort(), await freePort()];
    const zone = 'limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;';
    nginx = await prepareServers(
      `${zone} server { listen 127.0.0.1:${port}; root .; ${locations(closed)} }`,
      {
        files: { users: 'upheld:{PLAIN}right\n', page: '{"page":1}\n'.repeat(10) },
      },
    );
    closing(nginx, ({ remove }) => remove());
    await nginx.start();
    const sources = cases.map(([, { type = 'http', path, terms }], at): [string, Sources[string]] => [
      `case-${at}`,
      { type, spec: { url: `http://127.0.0.1:${port}${path}?source=case-${at}`, timeout: '1s', ...terms } },
    ]);
    const local = { host: '127.0.0.1', timeout: '1s' };
    const others: Sources = {
      limited: { spec: { url: `http://127.0.0.1:${port}/limited` } },
      tcp: { type: 'tcp', spec: { ...local, port } },
      'tcp-closed': { type: 'tcp', spec: { ...local, port: closed } },
    };
    const allow = [{ cidr: '127.0.0.0/8', ports: [port, closed] }];
    collector = closing(
      await startCollector({
        sources: { ...Object.fromEntries(sources), ...others },
        settings: { contact: 'integrations@us.example', egress: { allow } },
        files: { 'right.password': 'right\n', 'wrong.password': 'wrong\n' },
      }),
      ({ stop }) => stop(),
    );
  });

  it.each(cases.map(([title, , reason], at) => [title, reason, `case-${at}`] as const))(
    '%s: %s',
    async (_title, reason, source) => {
      const tally = await collector.tallied(source, 'two slots have ended', (so) => slots(so) >= 2);
      expect(Object.keys(tally)).toEqual([reason]);
    },
  );

  it('more requests than nginx allows are our own doing: rate-limited after the first', async () => {
    const tally = await collector.tallied('limited', 'two refusals', (so) => (so['rate-limited'] ?? 0) >= 2);
    expect(tally).toEqual({ ok: 1, 'rate-limited': tally['rate-limited'] });
  });

  it('a connection, and none: ok and connect', async () => {
    expect(await collector.tallied('tcp', 'two slots have ended', (so) => slots(so) >= 2)).toHaveProperty(
      'ok',
    );
    const refused = await collector.tallied('tcp-closed', 'two slots have ended', (so) => slots(so) >= 2);
    expect(Object.keys(refused)).toEqual(['connect']);
  });

  it('each slot is exactly one request, also where nginx hangs up, and says who asks', async () => {
    const once = cases.flatMap(([, { path, terms = {} }], at) => {
      const isAsked = terms['redirects'] === undefined && JSON.stringify(terms).search('lost') === -1;
      return isAsked ? [{ path, source: `case-${at}` }] : [];
    });
    for (const { path, source } of once) {
      const { overloaded = 0, ...measured } = tallyIn(await collector.metrics(), source);
      const lines = (await nginx.requests()).filter((line) => line.includes(`${path}?source=${source} `));
      // A slot of a busy machine may have been spoilt before it asked or after, and one may have begun meanwhile.
      expect(lines.length, path).toBeGreaterThanOrEqual(slots(measured));
      expect(lines.length, path).toBeLessThanOrEqual(slots(measured) + overloaded + 1);
      expect(lines[0]).toMatch(/"Upheld\/[^" ]+ \(\+integrations@us\.example\)"$/);
    }
  });
});

describe.skipIf(isMissing('nginx'))('a file of nginx', () => {
  const closing = closingAfterAll();

  it('has an age by nginx’s own clock: its Last-Modified against its Date, to the second', async () => {
    const port = await freePort();
    const nginx = await prepareServers(`server { listen 127.0.0.1:${port}; root .; }`, {
      files: { export: 'rows' },
    });
    closing(nginx, ({ remove }) => remove());
    const writtenAt = Date.now();
    await nginx.start();
    const spec = freshness.spec.parse({ url: `http://127.0.0.1:${port}/export`, header: 'Last-Modified' });
    const attempt = await freshness.probe(spec, probeContext([port]));
    const ageMs = attempt.outcome === 'ok' ? attempt.ageMs : null;
    // Both are cut to seconds, so it may be one more or less than it is.
    expect(ageMs).toBeGreaterThanOrEqual(0);
    expect(ageMs).toBeLessThanOrEqual(Date.now() - writtenAt + 2_000);
  });
});
