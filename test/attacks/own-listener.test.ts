// Attack 10: a file that leads to where this installation itself listens, against a real collector. Settings open
// all of loopback, so that nothing but the collector's knowledge of its own listeners speaks against it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { install } from '../collector/bin/launched.ts';
import { startCollector } from '../collector/collector-process.ts';
import { well } from '../simulator/hostile/endless.ts';
import { filesFor, meet } from './installation.ts';
import { note } from './row.ts';

const open = [{ cidr: '127.0.0.0/8' }, { cidr: '::1/128' }];
const { 'settings.yaml': settings = '' } = filesFor({ type: 'import', spec: {} }, open);

/** The number of a series whose name and labels fit, 0 where there is none. */
function numberOf(metrics: string, series: RegExp): number {
  const found = metrics.split('\n').filter((line) => series.test(line));
  return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** A collector that listens on a free port and whose dashboard would listen on `dashboardPort`. */
async function running(dashboardPort: number) {
  const { env, remove } = await install({ 'settings.yaml': settings });
  onTestFinished(remove);
  const { url } = await startCollector({ ...env, UPHELD_DASHBOARD_PORT: String(dashboardPort) });
  const lead = async (type: string, spec: object) => {
    const { 'acme.yaml': agreement = '' } = filesFor({ type, every: '1s', spec }, open);
    await writeFile(join(String(env['UPHELD_CONFIG']), 'acme.yaml'), agreement);
    return await fetch(`${url}/-/reload`, { method: 'POST' });
  };
  return { url, port: new URL(url).port, lead };
}

describe('the collector', () => {
  const places: [input: string, type: string, specFor: (port: string) => object][] = [
    ['/metrics', 'http', (port) => ({ url: `http://127.0.0.1:${port}/metrics` })],
    [
      '/api/v1/agreements',
      'http',
      (port) => ({ url: `http://[::ffff:127.0.0.1]:${port}/api/v1/agreements` }),
    ],
    ['its name', 'http', (port) => ({ url: `http://localhost:${port}/-/reload`, method: 'POST' })],
    ['a WebSocket', 'websocket', (port) => ({ url: `ws://127.0.0.1:${port}/` })],
    ['a connection', 'tcp', (port) => ({ host: '127.0.0.1', port: Number(port) })],
  ];

  it.for(places)('never asks itself: %s', async ([input, type, specFor], context) => {
    const { url, port, lead } = await running(0);
    expect((await lead(type, specFor(port))).status).toBe(200);
    let ours = 1;
    await vi.waitFor(
      async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        // The request for the metrics is counted once it is answered.
        const heard = numberOf(metrics, /^upheld_http_requests_total\{/);
        const unmeasured = numberOf(metrics, /^upheld_slots_unmeasured_total\{.*reason="policy"/);
        const others = heard - ours;
        ours += 1;
        expect(unmeasured).toBeGreaterThan(0);
        expect(others).toBe(0);
        note(context, {
          ...{ attack: 10, input: `own listener, ${input}`, by: type, requests: others, ms: null },
          seen: 'unmeasured(policy)',
        });
      },
      { timeout: 15_000, interval: 100 },
    );
  });

  it('never asks its own dashboard', async (context) => {
    const { port, seen } = await meet(well);
    const { url, lead } = await running(port);
    expect((await lead('http', { url: `http://127.0.0.1:${port}/` })).status).toBe(200);
    await vi.waitFor(
      async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        expect(numberOf(metrics, /^upheld_slots_unmeasured_total\{.*reason="policy"/)).toBeGreaterThan(0);
      },
      { timeout: 15_000, interval: 100 },
    );
    note(context, {
      ...{ attack: 10, input: 'own dashboard', by: 'http', seen: 'unmeasured(policy)', ...seen, ms: null },
    });
    expect(seen).toEqual({ connections: 0, requests: 0 });
  });
});
