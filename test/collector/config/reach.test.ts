import { loadConfiguration } from '@upheld/collector/config/load';
import { kinds } from '@upheld/collector/kinds';
import { describe, expect, it } from 'vitest';
import { faultsOf, folderOf } from './folders.ts';

const agreement = (source: object) => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: acme }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
    - ${JSON.stringify({ name: 'api', ...source })}
    - { name: history, type: import }
  objectives:
    - name: uptime
      owedBy: acme
      indicator: { type: availability, sources: [history] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const http = (url: string, rest: object = {}) => agreement({ type: 'http', spec: { url, ...rest } });

const settings = (allow: object[]) =>
  `{ apiVersion: upheld/v1, kind: Settings, metadata: { name: settings }, spec: { egress: { allow: ${JSON.stringify(allow)} } } }`;

const faultsWith = async (files: Record<string, string>) => await faultsOf(await folderOf(files));

const counting = { url: 'http://127.0.0.1/', total: 'a', bad: 'b' };
const github = {
  repository: 'acme/support',
  token: { env: 'GITHUB_TOKEN' },
  severity: { prefix: 'severity/', otherwise: 3 },
};
const gitlab = {
  project: 'acme/support',
  token: { env: 'GITLAB_TOKEN' },
  severity: { prefix: 'severity::', otherwise: 3 },
  supplier: ['ina'],
};
const redmine = {
  key: { env: 'REDMINE_KEY' },
  project: 'acme-support',
  severity: { by: 'priority', map: { Urgent: 1 } },
  supplier: { users: [5] },
  resolved: ['Closed'],
};
const requestTracker = {
  token: { env: 'RT_TOKEN' },
  queue: 'Acme',
  severity: { field: 'Priority', map: { 0: 1 } },
  supplierAddresses: ['@acme.example'],
};
const freshdesk = { key: { env: 'FRESHDESK_KEY' }, severity: { map: { 4: 1 } } };
const servicenow = {
  auth: { type: 'bearer', token: { env: 'SERVICENOW_TOKEN' } },
  severity: { map: { 1: 1 } },
  supplier: { groups: ['Acme Support'] },
};
const zammad = { token: { env: 'ZAMMAD_TOKEN' }, severity: { map: { '3 high': 1 } } };
const jira = {
  auth: { type: 'bearer', token: { env: 'JIRA_TOKEN' } },
  project: 'ACME',
  severity: { map: { Highest: 1 } },
  supplier: { accounts: ['5b10ac8d82e05b22cc7d4ef5'] },
  resolved: ['Closed'],
};
const zendesk = {
  auth: { type: 'bearer', token: { env: 'ZENDESK_TOKEN' } },
  severity: { by: 'priority', map: { urgent: 1 } },
};
const fields = {
  occurredAt: '/at',
  ticket: '/id',
  event: '/event',
  severity: '/severity',
  actor: '/actor',
};

describe('a file that leads where nobody may be asked', () => {
  it('is refused with the rule and with what would open it', async () => {
    expect(await faultsWith({ 'acme.yaml': http('http://127.1:8080/health') })).toEqual([
      'acme.yaml:12:49: sources.api.spec.url: got "http://127.1:8080/health"; 127.0.0.1 port 8080 is a loopback address; to reach it, name its range and port under egress.allow, such as { cidr: 127.0.0.1/32, ports: [8080] }',
    ]);
  });

  it('is refused without a way to open it where no setting opens it', async () => {
    const allow = settings([{ cidr: '0.0.0.0/0' }]);
    const files = { 'acme.yaml': http('http://169.254.169.254/latest/'), 'settings.yaml': allow };
    expect(await faultsWith(files)).toEqual([
      'acme.yaml:12:49: sources.api.spec.url: got "http://169.254.169.254/latest/"; 169.254.169.254 port 80 is a link-local address, which is never asked; name a partner\'s own endpoint, such as https://api.example.com/health',
    ]);
  });

  // The table is to name every kind that goes somewhere, so that none is added without the check.
  const leading: Record<string, [path: string, spec: object]> = {
    http: ['url', { url: 'http://127.0.0.1/' }],
    'health-json': ['url', { url: 'http://127.0.0.1/' }],
    freshness: ['url', { url: 'http://127.0.0.1/', pointer: '/at' }],
    statuspage: ['url', { url: 'http://127.0.0.1/' }],
    websocket: ['url', { url: 'ws://127.0.0.1/' }],
    tcp: ['host', { host: '127.0.0.1', port: 22 }],
    dns: ['server', { name: 'partner.example', server: '127.0.0.1' }],
    'grpc-health': ['target', { target: '127.0.0.1:443' }],
    prometheus: ['url', counting],
    'json-http': ['url', { url: 'http://127.0.0.1/', fields }],
    freshdesk: ['url', { ...freshdesk, url: 'http://127.0.0.1/' }],
    github: ['url', { ...github, url: 'http://127.0.0.1/' }],
    gitlab: ['url', { ...gitlab, url: 'http://127.0.0.1/' }],
    redmine: ['url', { ...redmine, url: 'http://127.0.0.1/' }],
    'request-tracker': ['url', { ...requestTracker, url: 'http://127.0.0.1/' }],
    servicenow: ['url', { ...servicenow, url: 'http://127.0.0.1/' }],
    zammad: ['url', { ...zammad, url: 'http://127.0.0.1/' }],
    'jira-service-management': ['url', { ...jira, url: 'http://127.0.0.1/' }],
    zendesk: ['url', { ...zendesk, url: 'http://127.0.0.1/' }],
  };
  const nowhere = ['csv', 'heartbeat', 'import'];
  const known = kinds.sources.map(({ type }) => type).filter((type) => !nowhere.includes(type));

  it.each(known)('is refused for a source of type %s', async (type) => {
    expect(Object.keys(leading)).toContain(type);
    const [path, spec] = leading[type] ?? ['', {}];
    const faults = await faultsWith({ 'acme.yaml': agreement({ type, spec }) });
    expect(
      faults.map((fault) => fault.replace(/^.*(sources\.api.*): got .*; .* is a /, '$1 ')),
    ).toContainEqual(expect.stringMatching(new RegExp(`^sources\\.api\\.spec\\.${path} loopback address; `)));
  });

  it.each([
    [
      'grpc-health',
      { target: 'partner.example' },
      /target: got "partner.example"; a target is a host and a port/,
    ],
    [
      'grpc-health',
      { target: '[::1%lo]:443' },
      /target: got "\[::1%lo\]:443"; a target is a host and a port, such as api.example.com:443$/,
    ],
    ['tcp', { host: '::1%lo', port: 22 }, /host: got "::1%lo"; a host is a name or an address/],
    ['dns', { name: 'partner.example', server: '::1%lo' }, /server: got "::1%lo"; a server is an address/],
  ])('is told the rule of the field where a source of type %s names no place', async (type, spec, fault) => {
    const faults = await faultsWith({ 'acme.yaml': agreement({ type, spec }) });
    expect(faults).toHaveLength(1);
    expect(faults.join()).toMatch(fault);
  });

  it('is refused for the token endpoint of its auth', async () => {
    const auth = {
      type: 'oauth2-client-credentials',
      tokenUrl: 'https://10.0.0.1/token',
      clientId: 'upheld',
      clientSecret: { env: 'SECRET' },
    };
    expect((await faultsWith({ 'acme.yaml': http('https://api.acme.example/', { auth }) })).join()).toMatch(
      /sources\.api\.spec\.auth\.tokenUrl: .* is a private address/,
    );
  });

  it('is refused where an amendment leads there, in the amendment', async () => {
    const amendment = `
apiVersion: upheld/v1
kind: Amendment
metadata: { name: acme-a1 }
spec:
  agreement: acme
  effective: { from: 2026-06-01 }
  changes:
    - { path: sources.api.spec.url, from: "https://api.acme.example/", to: "http://10.0.0.1/" }
`;
    const files = { 'acme.yaml': http('https://api.acme.example/'), 'b.yaml': amendment };
    expect((await faultsWith(files)).join()).toMatch(
      /^b\.yaml:9:\d+: changes.*10\.0\.0\.1 port 80 is a private/,
    );
  });
});

describe('what settings open', () => {
  const local = 'http://localhost:8080/';
  const open = { cidr: '127.0.0.0/8', ports: [8080] };

  it.each([
    ['another range', [{ cidr: '10.0.0.0/8' }], 1],
    ['another port', [{ cidr: '127.0.0.0/8', ports: [80] }], 1],
    ['the range and the port', [open], 0],
    ['the other address that localhost may be', [{ cidr: '::1/128' }], 0],
  ])('decides: %s', async (_what, allow, faults) => {
    const files = { 'acme.yaml': http(local), 'settings.yaml': settings(allow) };
    expect(await faultsWith(files)).toHaveLength(faults);
  });

  it('is not known while they have a fault or cannot be read, so only what nothing opens is told', async () => {
    for (const broken of ['{ kind: Settings }', '{', 'kind: Settings\nspec: ']) {
      const told = await faultsWith({ 'acme.yaml': http(local), 'settings.yaml': broken });
      expect(told.filter((line) => line.includes('acme.yaml'))).toEqual([]);
      const never = await faultsWith({ 'acme.yaml': http('http://0/'), 'settings.yaml': broken });
      expect(never.filter((line) => line.includes('acme.yaml'))).toHaveLength(1);
    }
  });

  it('is asked of addresses, while names are judged when they are asked', async () => {
    const folder = await folderOf({ 'acme.yaml': http('https://intranet/') });
    expect(await loadConfiguration(folder, kinds)).toMatchObject({ ok: true });
  });
});
