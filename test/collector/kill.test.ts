// `kill -9` of the collector in the middle of its work, again and again. What it had acknowledged (counted in a
// metric, which rises only after the commit) must be in the store, and every slot exactly once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { outcomeCode } from '@upheld/shared/facts/sample';
import { openStore } from '@upheld/collector/store/registry';
import { startSimulator, quietWorld } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { install } from './bin/launched.ts';
import type { Installation } from './bin/launched.ts';

const main = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));
const everyMs = 1000;
const lives = 20;

const agreement = (url: string, timeout = '1s') => `
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
    - { name: api, type: http, every: 1s, spec: { url: "${url}/v1/tiles/health", timeout: ${timeout} } }
  objectives:
    - name: uptime
      owedBy: acme
      clause: { text: "The API is available 99.5 % of each month." }
      indicator: { type: availability, sources: [api] }
      objective: { op: ">=", target: 99.5% }
      period: month
`;

const settings = `
apiVersion: upheld/v1
kind: Settings
metadata: { name: settings }
spec: { egress: { allow: [{ cidr: 127.0.0.0/8 }] } }
`;

/** What one life of the collector said it had stored, read just before it was killed. */
type Acknowledged = { ok: number; lastSlot: number };

let simulator: Simulator;
let installation: Installation;
beforeAll(async () => {
  simulator = await startSimulator(quietWorld);
  installation = await install({ 'acme.yaml': agreement(simulator.url), 'settings.yaml': settings });
});
afterAll(async () => {
  await simulator.close();
  await installation.remove();
});

/** Runs the collector until it has stored some answers, and kills it at once. */
async function oneLife(place: Installation, answers: number): Promise<Acknowledged> {
  const child = spawn(process.execPath, [main, 'run'], {
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [message] = await once(child, 'message');
    return await vi.waitFor(() => readAcknowledged(message.listening, answers), {
      timeout: 15_000,
      interval: 20,
    });
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** Throws until so many answers are stored. */
async function readAcknowledged(port: number, answers: number): Promise<Acknowledged> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string) =>
    Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  const ok = value('upheld_probes_total');
  expect(ok).toBeGreaterThanOrEqual(answers);
  return { ok, lastSlot: Math.round(value('upheld_probe_last_run_timestamp_seconds') * 1000) };
}

/** Until the clock has passed an instant. */
async function passed(instant: number): Promise<void> {
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(instant), { timeout: 15_000, interval: 20 });
}

async function readStore(place: Installation) {
  const store = await openStore(`sqlite:${place.env['UPHELD_DATA']}/upheld.db`);
  try {
    const query = { agreement: 'acme', source: 'api', start: 0, end: Date.now() + 60_000 };
    const vantages = await store.readSamples(query);
    const failures = await store.readFailures({ ...query, limit: 100_000 });
    return { vantages, failures };
  } finally {
    await store.close();
  }
}

describe('a collector that is killed twenty times while it probes', () => {
  it('loses no acknowledged sample, counts no slot twice and leaves every gap unmeasured', async () => {
    const acknowledged: Acknowledged[] = [];
    for (let life = 0; life < lives; life++) {
      const left = await oneLife(installation, 1 + (life % 2));
      acknowledged.push(left);
      // A quick machine is back before the next slot: every other time that one goes by first.
      if (life % 2 === 0) await passed(left.lastSlot + everyMs);
    }

    const { vantages, failures } = await readStore(installation);
    expect(vantages.map(({ vantage }) => vantage)).toEqual(['main']);
    const at = [...(vantages[0]?.at ?? [])];
    const outcomes = [...(vantages[0]?.outcome ?? [])];

    // Every slot from the first to the last is there, once: the grid has no hole and no repetition.
    expect(at.every((slot, index) => slot === (at[0] ?? 0) + index * everyMs)).toBe(true);
    // The partner was healthy all the time: what is not ok is our own gap, and says so.
    expect(
      outcomes.every((outcome) => outcome === outcomeCode.ok || outcome === outcomeCode.unmeasured),
    ).toBe(true);
    expect(new Set(failures.map(({ reason }) => reason))).toEqual(new Set(['stopped']));
    // Nothing that was acknowledged is missing, neither in number nor by its slot.
    const stored = outcomes.filter((outcome) => outcome === outcomeCode.ok).length;
    expect(stored).toBeGreaterThanOrEqual(acknowledged.reduce((sum, { ok }) => sum + ok, 0));
    const okSlots = new Set(at.filter((_, index) => outcomes[index] === outcomeCode.ok));
    expect(acknowledged.filter(({ lastSlot }) => !okSlots.has(lastSlot))).toEqual([]);
  }, 120_000);
});

/** Answers all requests at once but each second one, which it keeps waiting. */
async function slowPartner(): Promise<string> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    if (requests % 2 === 1) response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the partner has no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('a collector that is killed while an earlier slot of a slow partner is still under way', () => {
  it('leaves no hole where that slot was', async () => {
    const files = { 'acme.yaml': agreement(await slowPartner(), '20s'), 'settings.yaml': settings };
    const place = await install(files);
    onTestFinished(() => place.remove());
    // When a life has two answers, the slot before the second one still waits: each life accounts for the one before.
    const ends: number[] = [];
    for (let life = 0; life < 3; life++) ends.push((await oneLife(place, 2)).lastSlot);
    await oneLife(place, 1);

    const { vantages, failures } = await readStore(place);
    const at = [...(vantages[0]?.at ?? [])].filter((slot) => slot <= Math.max(...ends));
    expect(at.every((slot, index) => slot === (at[0] ?? 0) + index * everyMs)).toBe(true);
    const stopped = failures.filter(({ reason }) => reason === 'stopped').map((failure) => failure.at);
    expect(stopped).toEqual(expect.arrayContaining(ends.map((end) => end - everyMs)));
  }, 120_000);
});
