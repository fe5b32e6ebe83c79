import { describe, expect, it } from 'vitest';
import { wording } from '@upheld/shared/agreement/wording';
import { healthJson } from '@upheld/collector/probes/health-json';
import { jsonPeers } from '../../contracts/peers.ts';
import { probeContext, probeContract } from '../../contracts/probe.ts';
import { httpServer } from '../egress/servers.ts';

probeContract({ kind: healthJson, specFor: (url) => ({ url, timeout: '500ms' }), peers: jsonPeers });

type Answer = { code?: number; body?: unknown; headers?: Record<string, string> };

/** The attempt against a server that gives this answer; a body that is no text is sent as JSON. */
async function ask({ code = 200, body = '', headers = {} }: Answer, terms: object = {}) {
  const { port, url } = await httpServer((_request, response) => {
    response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const spec = healthJson.spec.parse({ url, timeout: '2s', ...terms });
  return await healthJson.probe(spec, probeContext([port]));
}

const reported = (status: string) => ({ seen: { report: { status, maintenance: [] } } });

/** As a load balancer, a Spring Boot application and a MicroProfile service would answer. */
const poolIsSlow = {
  status: 'warn',
  checks: {
    'db:connections': [{ componentType: 'datastore', observedValue: 75, status: 'warn' }],
    'db:responseTime': [{ status: 'pass' }],
    'cache:utilization': [{ status: 'fail' }],
    uptime: [{ componentType: 'system' }],
  },
};

const spring = {
  status: 'DOWN',
  components: {
    db: { status: 'UP', components: { primary: { status: 'UP' }, replica: { status: 'DOWN' } } },
    diskSpace: { status: 'DOWN', details: { free: 0 } },
    queue: { status: 'UNKNOWN' },
  },
};

describe('a word of the partner', () => {
  it.each([
    ['pass', 200, 'operational', 'ok'],
    ['OK', 200, 'operational', 'ok'],
    ['Up', 200, 'operational', 'ok'],
    ['warn', 200, 'degraded', 'ok'],
    ['fail', 503, 'major_outage', 'bad'],
    ['error', 500, 'major_outage', 'bad'],
    ['DOWN', 503, 'major_outage', 'bad'],
    ['OUT_OF_SERVICE', 503, 'major_outage', 'bad'],
    ['UNKNOWN', 200, 'unknown', 'bad'],
    ['FATAL', 200, 'unknown', 'bad'],
    ['', 200, 'unknown', 'bad'],
    ['operational', 200, 'unknown', 'bad'],
  ])('%s with status %i is %s, and %s', async (status, code, ours, outcome) => {
    expect(await ask({ code, body: { status } })).toMatchObject({ outcome, ...reported(ours) });
  });

  it('that says less than the agreement accepts is a failed expectation', async () => {
    const warn = { body: { status: 'warn' } };
    expect(await ask(warn, { accept: ['operational'] })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error: 'the service says degraded; expected operational',
      ...reported('degraded'),
    });
    const down = { code: 503, body: { status: 'DOWN' } };
    expect(await ask(down)).toMatchObject({
      reason: 'expectation',
      error: 'the service says major_outage; expected operational or degraded',
    });
    expect(await ask(down, { accept: ['operational', 'major_outage'] })).toMatchObject({ outcome: 'ok' });
  });
});

describe('an answer that tells nothing of health', () => {
  const form = 'the body is of no format of health that is known';

  it.each([
    ['HTML', '<html>All systems operational</html>', 'the body is not JSON'],
    ['plain text', 'ok', 'the body is not JSON'],
    ['nothing', '', 'the body is not JSON'],
    ['a list', ['pass'], form],
    ['a status that is a list', { status: ['pass'] }, form],
    ['a status that is an object', { status: { toString: null } }, form],
    ['a status that is true', { status: true }, form],
    ['a prototype', '{"__proto__":{"status":"pass"}}', form],
    [
      'two words',
      '{"status":"fail","status":"pass"}',
      'the body names a member of an object twice: readers disagree about it',
    ],
    ['depth', '['.repeat(30_000) + ']'.repeat(30_000), form],
    [
      'an unknown word',
      { status: 'nominal', checks: {} },
      'its status is missing or a word of no meaning here',
    ],
    ['no word', { checks: [] }, 'its status is missing or a word of no meaning here'],
    ['more than 64 KiB', { status: 'pass', pad: 'x'.repeat(65_536) }, 'the body is longer than 65536 bytes'],
  ])('is unknown and bad, never well: %s', async (_title, body, error) => {
    expect(await ask({ body })).toMatchObject({
      outcome: 'bad',
      reason: 'expectation',
      error,
      ...reported('unknown'),
    });
  });

  it.each([[['pass']], [{ toString: null }], [{ pass: 'pass' }], [null], [1]])(
    'is unknown where its word is %j, and the format is named',
    async (status) => {
      for (const format of ['health+json', 'spring-boot', 'microprofile']) {
        expect(await ask({ body: { status } }, { format })).toMatchObject({
          ...{ outcome: 'bad', error: 'its status is missing or a word of no meaning here' },
          ...reported('unknown'),
        });
      }
    },
  );

  it('is bad by its status where that is one of an error', async () => {
    expect(await ask({ code: 502, body: '<html>Bad gateway</html>' })).toMatchObject({
      ...{ outcome: 'bad', reason: 'status', status: 502, error: 'got status 502, and the body is not JSON' },
      ...reported('unknown'),
    });
  });

  it.each([
    [302, 'bad', 'redirect'],
    [401, 'unmeasured', 'credentials'],
    [403, 'unmeasured', 'credentials'],
    [429, 'unmeasured', 'rate-limited'],
  ])('is what its status %i says, with no report of health: %s (%s)', async (code, outcome, reason) => {
    const attempt = await ask({ code, body: { status: 'pass' } });
    expect(attempt).toMatchObject({
      outcome,
      reason,
      error: `got status ${code}; expected a report of health`,
    });
    expect(attempt.seen).not.toHaveProperty('report');
  });
});

describe('a word and a status that contradict each other', () => {
  it.each([
    ['pass', 503, 'status', 'got status 503, and the body says operational, and status 503 contradicts it'],
    ['warn', 404, 'status', 'got status 404, and the body says degraded, and status 404 contradicts it'],
    ['fail', 200, 'expectation', 'the body says major_outage, and status 200 contradicts it'],
  ])('%s with %i is bad (%s), in words that say so', async (status, code, reason, error) => {
    const attempt = await ask(
      { code, body: { status } },
      { accept: ['operational', 'degraded', 'major_outage'] },
    );
    expect(attempt).toMatchObject({ outcome: 'bad', reason, error, ...reported('unknown') });
  });
});

describe('one component', () => {
  it.each([
    ['db', 'degraded', 'ok'],
    ['db:responseTime', 'operational', 'ok'],
    ['cache', 'major_outage', 'bad'],
    ['uptime', 'unknown', 'bad'],
    ['d', 'unknown', 'bad'],
    ['__proto__', 'unknown', 'bad'],
  ])('of health+json, %s, is the worst of its checks: %s, and %s', async (component, ours, outcome) => {
    expect(await ask({ body: poolIsSlow }, { component })).toMatchObject({ outcome, ...reported(ours) });
  });

  it.each([
    ['db', 'operational', 'ok'],
    ['db/primary', 'operational', 'ok'],
    ['db/replica', 'major_outage', 'bad'],
    ['queue', 'unknown', 'bad'],
    ['db/', 'unknown', 'bad'],
    ['constructor', 'unknown', 'bad'],
  ])('of Spring Boot, %s, is %s though the whole is down, and %s', async (component, ours, outcome) => {
    expect(await ask({ code: 503, body: spring }, { component })).toMatchObject({
      outcome,
      ...reported(ours),
    });
    const older = JSON.parse(JSON.stringify(spring).replaceAll('components', 'details'));
    expect(await ask({ code: 503, body: older }, { component })).toMatchObject({
      outcome,
      ...reported(ours),
    });
  });

  it('of MicroProfile goes by the name of its check, or by its id in older releases', async () => {
    const checks = [
      { name: 'db', status: 'UP', data: {} },
      { name: 'db', status: 'DOWN' },
      { id: 'cache', outcome: 'UP' },
    ];
    const answer = { code: 503, body: { status: 'DOWN', checks } };
    expect(await ask(answer, { component: 'db' })).toMatchObject(reported('major_outage'));
    expect(await ask(answer, { component: 'cache' })).toMatchObject({
      outcome: 'ok',
      ...reported('operational'),
    });
  });

  it('that is not there is unknown, and so is one of a document that contradicts its status', async () => {
    expect(await ask({ body: poolIsSlow }, { component: 'mail' })).toMatchObject({
      outcome: 'bad',
      error: 'there is no component "mail"',
    });
    expect(await ask({ code: 503, body: poolIsSlow }, { component: 'db' })).toMatchObject(
      reported('unknown'),
    );
  });
});

describe('the format', () => {
  it.each([
    ['spring-boot', { status: 'pass' }, 'unknown'],
    ['microprofile', { status: 'OUT_OF_SERVICE' }, 'unknown'],
    ['health+json', { outcome: 'UP' }, 'unknown'],
    ['microprofile', { outcome: 'UP' }, 'operational'],
    ['auto', { outcome: 'UP' }, 'operational'],
  ])('%s takes its own words only: %j is %s', async (format, body, ours) => {
    expect(await ask({ body }, { format })).toMatchObject(reported(ours));
  });

  it('is known by the type of the answer', async () => {
    const spoken = { headers: { 'content-type': 'application/health+json; charset=utf-8' } };
    expect(await ask({ ...spoken, body: { status: 'up' } })).toMatchObject(reported('operational'));
    const actuator = { headers: { 'content-type': 'application/vnd.spring-boot.actuator.v3+json' } };
    expect(await ask({ ...actuator, body: { status: 'pass' } })).toMatchObject(reported('unknown'));
  });

  it('of MicroProfile knows a status by which the service says that it does not know', async () => {
    const answer = { code: 500, body: { status: 'DOWN', checks: [] } };
    expect(await ask(answer)).toMatchObject({ outcome: 'bad', reason: 'status', ...reported('unknown') });
  });

  it.each([
    [200, 'operational', 'ok', null],
    [204, 'major_outage', 'bad', 'expectation'],
    [500, 'major_outage', 'bad', 'expectation'],
    [404, 'major_outage', 'bad', 'expectation'],
  ])('of Kubernetes is the status alone: %i is %s', async (code, ours, outcome, reason) => {
    const attempt = await ask({ code, body: code === 204 ? '' : '[-]etcd failed' }, { format: 'kubernetes' });
    expect(attempt).toMatchObject({ outcome, reason, ...reported(ours) });
  });
});

describe('maxAge', () => {
  const date = 'Wed, 01 Jul 2026 09:30:00 GMT';
  const checkedAt = (...times: unknown[]) => ({
    status: 'pass',
    checks: {
      'db:connections': times.map((time) => ({ status: 'pass', time })),
      uptime: [{ status: 'pass' }],
    },
  });

  it.each([
    ['exactly as old', '2026-07-01T09:25:00Z', 'ok', null],
    ['a millisecond older', '2026-07-01T09:24:59.999Z', 'bad', 'a check is older than maxAge'],
    ['60 s ahead', '2026-07-01T09:31:00Z', 'ok', null],
    [
      'further ahead',
      '2026-07-01T09:31:00.1Z',
      'bad',
      "the time of a check lies ahead of the partner's own clock",
    ],
    ['no time', 'yesterday', 'bad', 'the time of a check cannot be read, such as 2026-07-01T09:30:00Z could'],
  ])(
    'of 5 min looks at when a check was made, not at when we asked: %s',
    async (_title, time, outcome, error) => {
      const answer = { headers: { date }, body: checkedAt('2026-07-01T09:30:00Z', time) };
      expect(await ask(answer, { maxAge: '5m' })).toMatchObject({ outcome, error });
      expect(await ask(answer)).toMatchObject({ outcome: 'ok' });
    },
  );

  it('looks at the component that is asked for, and lets checks without a time be of now', async () => {
    const answer = { headers: { date }, body: checkedAt('2026-07-01T01:00:00Z') };
    expect(await ask(answer, { maxAge: '5m', component: 'uptime' })).toMatchObject({ outcome: 'ok' });
    expect(await ask(answer, { maxAge: '5m', component: 'db' })).toMatchObject({ outcome: 'bad' });
  });

  it('counts the time in a cache, whatever the format', async () => {
    const cached = (age: number) => ({ headers: { date, age: String(age) }, body: { status: 'UP' } });
    expect(await ask(cached(300), { maxAge: '5m' })).toMatchObject({ outcome: 'ok' });
    expect(await ask(cached(301), { maxAge: '5m' })).toMatchObject({
      outcome: 'bad',
      error: 'the answer lay in a cache for longer than maxAge',
      ...reported('unknown'),
    });
    const checked = { headers: { date, age: '60' }, body: checkedAt('2026-07-01T09:26:00Z') };
    expect(await ask(checked, { maxAge: '5m' })).toMatchObject({ outcome: 'ok' });
    expect(await ask(checked, { maxAge: '4m' })).toMatchObject({ error: 'a check is older than maxAge' });
  });

  it('cannot be kept where the partner does not say what time it is', async () => {
    const answer = { headers: { date: 'today' }, body: checkedAt('2026-07-01T09:30:00Z') };
    expect(await ask(answer, { maxAge: '5m' })).toMatchObject({
      outcome: 'bad',
      error: 'a check tells its time, and no usable Date header what time it is',
    });
  });
});

describe('the spec of a health-json source', () => {
  const url = 'https://api.acme.example/health';

  it('needs nothing but a URL', () => {
    expect(healthJson.spec.parse({ url })).toMatchObject({
      format: 'auto',
      accept: ['operational', 'degraded'],
    });
  });

  it.each([
    [
      { format: 'nagios' },
      'format: one of auto, health+json, spring-boot, microprofile, kubernetes, such as auto',
    ],
    [{ accept: [] }, 'accept: accept is a list of statuses, such as [operational, degraded]'],
    [{ accept: ['unknown'] }, 'accept.0: one of operational, degraded, major_outage, such as operational'],
    [
      { format: 'kubernetes', component: 'etcd' },
      'component: Kubernetes has a URL for each check: leave component out and use, such as url: .../readyz/etcd',
    ],
  ])('refuses %j with a rule and an example', (terms, fault) => {
    const issues = healthJson.spec.safeParse({ url, ...terms }, { error: wording }).error?.issues ?? [];
    expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([fault]);
  });
});
