// The real process, as whoever starts it sees it: signals, exit codes, files, and what it answers.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { kinds } from '@upheld/collector/kinds';
import { agreementSchema, portfolioSchema } from '@upheld/shared/api/responses';
import { quietWorld, startSimulator } from '../simulator/simulator.ts';
import { install } from './bin/launched.ts';
import { startCollector, upheld } from './collector-process.ts';

const agreement = (name: string, url = 'http://127.0.0.1:9/') => `
apiVersion: upheld/v1
kind: Agreement
metadata: { name: ${name} }
spec:
  effective: { from: 2026-01-01 }
  timeZone: Etc/UTC
  parties:
    - { id: us, name: Us, people: { accountable: { name: Ina Weiss, email: ina@us.example } } }
    - { id: acme, name: Acme, people: { accountable: { name: Tom Falk, email: tom@acme.example } } }
  sources:
    - { name: api, type: http, every: 1s, spec: { url: "${url}", timeout: 1s } }
    - { name: gateway, type: import, every: 1m }
  objectives:
    - name: uptime
      owedBy: acme
      indicator: { type: availability, sources: [gateway] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const settings = `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8 }] } }
`;

/** An installation with these files, gone with the test; its settings open loopback. */
async function installed(files: Record<string, string>) {
  const { env, remove } = await install({ 'settings.yaml': settings, ...files });
  onTestFinished(remove);
  const config = String(env['UPHELD_CONFIG']);
  const write = (name: string, text: string) => writeFile(join(config, name), text);
  return { env, config, write, data: String(env['UPHELD_DATA']) };
}

/** Polls until `check` no longer throws: the process does things in its own time. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

async function portfolio(url: string) {
  return portfolioSchema.parse(await (await fetch(`${url}/api/v1/agreements`)).json());
}

const namesIn = async (url: string) => (await portfolio(url)).agreements.map(({ id }) => id);

async function metric(url: string, name: string): Promise<number | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

const reloadGauge = 'upheld_config_last_reload_successful';

describe('starting', () => {
  it('answers an empty portfolio where there is no agreement yet', async () => {
    const { env } = await installed({});
    const { url, stop } = await startCollector(env);
    const { agreements, system } = await portfolio(url);
    expect(agreements).toEqual([]);
    expect(system.config).toMatchObject({ lastReloadSuccessful: true, faults: [] });
    expect(await (await fetch(`${url}/-/ready`)).text()).toBe('ready\n');
    expect((await stop()).code).toBe(0);
  });

  it('probes at once, and its counters follow what is stored', async () => {
    const partner = await startSimulator(quietWorld);
    onTestFinished(() => partner.close());
    const { env } = await installed({
      'acme.yaml': agreement('acme', `${partner.url}/v1/tiles/health`),
      'settings.yaml': settings,
    });
    const { url } = await startCollector(env);
    await eventually(async () =>
      expect(await metric(url, 'upheld_samples_stored_total')).toBeGreaterThanOrEqual(2),
    );
    expect(await metric(url, 'upheld_probe_success')).toBe(1);
  });

  it('is refused for files with faults, each of them on stderr, before anything is opened', async () => {
    const { env, config, data } = await installed({
      'acme.yaml': agreement('acme').replace('99.5%', '999%'),
      'globex.yaml': agreement('globex').replace('type: http', 'type: htpt'),
    });
    const { code, stderr } = await upheld(['run'], env);
    expect(code).toBe(78);
    const types = kinds.sources
      .map(({ type }) => type)
      .toSorted()
      .join(', ');
    // The template begins with an empty line; columns are those of the values.
    expect(stderr).toBe(
      [
        `${join(config, 'acme.yaml')}:18:38: objectives.uptime.objective.target: got 999%; a target is between 0% and 100%, such as 99.9%`,
        `${join(config, 'globex.yaml')}:12:26: sources.api.type: got "htpt"; one of ${types}, such as http`,
        'upheld: not started; mend these and start again\n',
      ].join('\n'),
    );
    await expect(readdir(data)).rejects.toThrow('ENOENT');
  });

  it('is refused on an address that others reach, before the files are read', async () => {
    const { env, config } = await installed({});
    await rm(config, { recursive: true });
    const { code, stdout, stderr } = await upheld(['run'], { ...env, UPHELD_HOST: '0.0.0.0' });
    expect(code).toBe(78);
    expect(stderr).toMatch(/^upheld: UPHELD_HOST: got "0\.0\.0\.0"; .*authentication is not configured.*\n$/);
    expect(stderr).not.toContain(config);
    expect(stdout).toBe('');
  });

  it('is refused on a port that is taken, and names the setting', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port }: AddressInfo = addressOf(server.address());
    const { env } = await installed({ 'acme.yaml': agreement('acme') });
    const { code, stderr } = await upheld(['run'], { ...env, UPHELD_COLLECTOR_PORT: String(port) });
    expect(code).toBe(78);
    expect(stderr).toContain(`upheld: UPHELD_COLLECTOR_PORT: cannot listen on port ${port} of 127.0.0.1`);
  });

  it('ends with one line where the store cannot be opened', async () => {
    const { env, data } = await installed({ 'acme.yaml': agreement('acme') });
    await writeFile(data, 'a file where the folder should be');
    const { code, stderr } = await upheld(['run'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^upheld: the folder .* for the store cannot be made: .*\n$/);
  });
});

describe('reloading', () => {
  it('takes over new agreements and their sources at SIGHUP', async () => {
    const { env, write } = await installed({ 'acme.yaml': agreement('acme') });
    const { url, child } = await startCollector(env);
    expect(await namesIn(url)).toEqual(['acme']);
    await write('globex.yaml', agreement('globex'));
    child.kill('SIGHUP');
    await eventually(async () => expect(await namesIn(url)).toEqual(['acme', 'globex']));
    await eventually(async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(text).toContain('upheld_agreement_info{agreement="globex"');
      expect(text).toContain('upheld_samples_stored_total{agreement="globex",source="api"');
    });
  });

  it('shows the cadences that are in force, and no series of a source that is gone', async () => {
    const more = agreement('acme').replace(
      '    - { name: gateway,',
      '    - { name: orders, type: http, every: 1s, spec: { url: "http://127.0.0.1:9/" } }\n    - { name: gateway,',
    );
    const { env, write } = await installed({ 'acme.yaml': more });
    const { url } = await startCollector(env);
    const shown = async () => (await fetch(`${url}/metrics`)).text();
    await eventually(async () =>
      expect(await shown()).toContain('upheld_samples_stored_total{agreement="acme",source="orders"'),
    );
    await write('acme.yaml', agreement('acme').replace('every: 1s', 'every: 2s'));
    expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200);
    await eventually(async () => {
      const text = await shown();
      expect(text).toContain('upheld_probe_interval_seconds{agreement="acme",source="api"} 2');
      expect(text).not.toContain('source="orders"');
    });
  });

  it('leaves what runs when a file is broken, says so everywhere, and goes on when it is mended', async () => {
    const { env, write } = await installed({ 'acme.yaml': agreement('acme') });
    const { url, child, printed } = await startCollector(env);
    expect(await metric(url, reloadGauge)).toBe(1);

    await write('acme.yaml', agreement('acme').replace('99.5%', '999%'));
    child.kill('SIGHUP');
    await eventually(async () => expect(await metric(url, reloadGauge)).toBe(0));
    const broken = await portfolio(url);
    expect(broken.agreements.map(({ id }) => id)).toEqual(['acme']);
    expect(broken.system.config.lastReloadSuccessful).toBe(false);
    expect(broken.system.config.faults).toEqual([expect.stringMatching(/acme\.yaml:18:38: .*got 999%/)]);
    expect(printed.stdout).toContain('"event":"reload-failed"');

    const refused = await fetch(`${url}/-/reload`, { method: 'POST' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('999%') });

    await write('acme.yaml', agreement('acme').replace('99.5%', '99.9%'));
    expect((await fetch(`${url}/-/reload`, { method: 'POST' })).status).toBe(200);
    expect(await metric(url, reloadGauge)).toBe(1);
    const mended = await portfolio(url);
    expect(mended.system.config.faults).toEqual([]);
    expect(await targetOf(url)).toBe('99.9%');
  });

  it('forgets the gauges of an agreement that is gone', async () => {
    const { env, config } = await installed({
      'acme.yaml': agreement('acme'),
      'globex.yaml': agreement('globex'),
    });
    const { url } = await startCollector(env);
    const gauges = async () =>
      (await (await fetch(`${url}/metrics`)).text()).match(/^upheld_agreement_info.*/gm);
    await eventually(async () => expect(await gauges()).toHaveLength(2));
    await rm(join(config, 'globex.yaml'));
    await fetch(`${url}/-/reload`, { method: 'POST' });
    expect(await gauges()).toEqual([expect.stringContaining('agreement="acme"')]);
  });
});

describe('ending', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('answers %s with 0, in order', async (signal) => {
    const { env } = await installed({ 'acme.yaml': agreement('acme') });
    const { stop } = await startCollector(env);
    const { code, stdout, stderr } = await stop(signal);
    expect(code).toBe(0);
    expect(stdout).toContain(`"event":"stopping","signal":"${signal}"`);
    expect(stderr).toBe('');
  });

  it('does not wait for pages that listen for changes', async () => {
    const { env } = await installed({});
    const { url, stop } = await startCollector(env);
    const events = await fetch(`${url}/api/v1/events`);
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    expect((await stop()).code).toBe(0);
    await expect(events.text()).rejects.toThrow();
  });
});

describe('a promise that nobody waited for', () => {
  it('is logged, and measuring goes on', async () => {
    const { env } = await installed({});
    const stray = `process.on('SIGUSR2', () => void Promise.reject(new Error('stray')))`;
    const { url, child, printed, stop } = await startCollector(env, [
      ...['--import', `data:text/javascript,${encodeURIComponent(stray)}`],
    ]);
    child.kill('SIGUSR2');
    await eventually(async () => expect(printed.stdout).toContain('"what":"unhandled rejection"'));
    expect(printed.stdout).toContain('stray');
    expect(await namesIn(url)).toEqual([]);
    expect((await stop()).code).toBe(0);
  });
});

describe('commands beside a running collector', () => {
  it('bring a month of another monitor, which the collector shows without a restart', async () => {
    const { env, data } = await installed({ 'acme.yaml': agreement('acme') });
    const { url } = await startCollector(env);
    const noon = Date.UTC(2026, 1, 10, 12);
    expect(await february(url)).toMatchObject({ good: 0, bad: 0 });

    // Rows at 12:00, 12:01 (bad) and 12:02; each speaks until the next, the last for 1.5 x 1 min.
    const rows = [0, 1, 2].map((minute) => `${noon + minute * 60_000},gateway,${minute === 1 ? 0 : 1}`);
    const file = join(data, 'history.csv');
    await writeFile(file, ['at,source,ok', ...rows, ''].join('\n'));
    const imported = await upheld(['import', 'samples', file, '--agreement', 'acme'], env);
    expect(imported).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'stored 3, already there 0, conflicting 0, bad 0\n',
    });
    // Good: 12:00, 12:02, and 12:03, of which 30 s are spoken for. Bad: 12:01.
    expect(await february(url)).toMatchObject({ good: 3, bad: 1 });

    const judged = await upheld(['evaluate', 'acme', '--period', '2026-02', '--json'], env);
    expect(judged).toMatchObject({ code: 0, stderr: '' });
    // February 2026 has 28 days: 40,320 minutes, 4 of them measured.
    expect(JSON.parse(judged.stdout)).toMatchObject({
      ...{ agreement: 'acme', period: '2026-02' },
      promises: [
        {
          name: 'uptime',
          periods: [{ ledger: { scheduled: 40_320, excluded: 0, good: 3, bad: 1, unmeasured: 40_316 } }],
        },
      ],
    });
  });
});

async function statement(url: string, period = '') {
  const response = await fetch(`${url}/api/v1/agreements/acme${period}`);
  return agreementSchema.parse(await response.json()).statement;
}

const targetOf = async (url: string) => (await statement(url)).promises[0]?.target;

const february = async (url: string) =>
  (await statement(url, '?period=2026-02')).promises[0]?.periods[0]?.ledger;

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
