// Heartbeats from a partner's call to the slots of its source, through a collector as it is run.
import { writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore } from '@upheld/collector/store/registry';
import { install, type Installation } from './bin/launched.ts';
import { startCollector, upheld } from './collector-process.ts';

const source = (name: string, grace: string) =>
  `- { name: ${name}, type: heartbeat, every: 1s, spec: { grace: ${grace} } }`;

const agreement = (...sources: string[]) => `
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
    ${sources.join('\n    ')}
  objectives:
    - name: jobs
      owedBy: acme
      clause: { text: "Batches run on time." }
      indicator: { type: availability, sources: [pulse] }
      objective: { op: ">=", target: 99% }
      period: month
`;

/** Silence of more than three seconds is bad, of the job at night more than an hour. */
const pulse = source('pulse', '2s');
const nightly = source('nightly', '1h');

async function installation(...sources: string[]): Promise<Installation> {
  const installed = await install({ 'acme.yaml': agreement(...sources) });
  onTestFinished(installed.remove);
  return installed;
}

/** The path of a source's URL, as `upheld heartbeats` lists it. */
async function pathOf(name: string, env: Record<string, string>): Promise<string> {
  const { stdout, stderr } = await upheld(['heartbeats', 'acme'], env);
  const path = new RegExp(`^  acme/${name} .* http://127\\.0\\.0\\.1:PORT(/\\S+)$`, 'm').exec(stdout)?.[1];
  if (path === undefined) throw new Error(`the list has no ${name}: ${stdout}${stderr}`);
  return path;
}

/** How the slots of a source ended, oldest first: `ok`, or the reason why not. */
async function slotsOf(name: string, { env }: Installation): Promise<string[]> {
  const store = await openStore(`sqlite:${env['UPHELD_DATA']}/upheld.db`, { isReader: true });
  try {
    const query = { agreement: 'acme', source: name, start: 0, end: 8e15 };
    const [series] = await store.readSamples(query);
    const failures = await store.readFailures({ ...query, limit: 1_000 });
    const reasons = new Map(failures.map(({ at, reason }) => [at, String(reason)]));
    return [...(series?.at ?? [])].map((at) => reasons.get(at) ?? 'ok');
  } finally {
    await store.close();
  }
}

/** Waits until the last slots of a source, those of a stalled machine left out, end with `pattern`. */
async function untilSlots(name: string, installed: Installation, pattern: RegExp): Promise<string> {
  return vi.waitFor(
    async () => {
      const slots = (await slotsOf(name, installed)).filter((slot) => slot !== 'overloaded').join(' ');
      expect(slots).toMatch(pattern);
      return slots;
    },
    { timeout: 30_000, interval: 200 },
  );
}

describe('a collector that is called by its partner’s jobs', () => {
  it('leaves what it could not have heard unmeasured, then calls silence bad and a heartbeat ok', async () => {
    const installed = await installation(pulse);
    const { env } = installed;
    const collector = await startCollector(env);
    // It listens for less than three seconds, then for as long.
    await untilSlots('pulse', installed, /^stopped( stopped)*( timeout)+$/);
    const path = await pathOf('pulse', env);
    expect((await fetch(`${collector.url}${path}`, { method: 'POST', body: 'done' })).status).toBe(204);
    const slots = await untilSlots('pulse', installed, /timeout ok.*timeout$/);
    expect(slots).toMatch(/^stopped( stopped)*( timeout)+( ok){1,3}( timeout)+$/);

    const token = path.split('/').at(-1) ?? '';
    const shown = await Promise.all(
      ['/metrics', '/api/v1/agreements', '/api/v1/agreements/acme', '/api/v1/openapi.json'].map(async (at) =>
        (await fetch(`${collector.url}${at}`)).text(),
      ),
    );
    expect(token).toMatch(/^[\w-]{43}$/);
    expect([...shown, collector.printed.stdout, collector.printed.stderr].join()).not.toContain(token);
    expect((await upheld(['heartbeats', 'acme'], env)).stdout).toMatch(/acme\/pulse +2\d{3}-\S+Z /);
    expect((await collector.stop()).code).toBe(0);
  }, 90_000);

  it('keeps a heartbeat that it acknowledged, though it is killed right after, and counts it when it is back', async () => {
    const installed = await installation(pulse, nightly);
    const path = await pathOf('nightly', installed.env);
    const first = await startCollector(installed.env);
    expect((await fetch(`${first.url}${path}`)).status).toBe(204);
    await first.stop('SIGKILL');
    const before = await slotsOf('nightly', installed);
    const second = await startCollector(installed.env);
    const since = async () => (await slotsOf('nightly', installed)).slice(before.length);
    await vi.waitFor(async () => expect(await since()).toContain('ok'), { timeout: 30_000, interval: 200 });
    // The address stays, and the silent source is not blamed for the time in between.
    expect((await fetch(`${second.url}${path}`, { method: 'POST' })).status).toBe(204);
    expect((await slotsOf('nightly', installed)).filter((slot) => slot === 'timeout')).toEqual([]);
    await untilSlots('pulse', installed, /^stopped/);
    await second.stop();
  }, 90_000);

  it('takes the calls of a source from the reload on that brings it, and none of one that goes', async () => {
    const installed = await installation(pulse);
    const file = `${installed.env['UPHELD_CONFIG']}/acme.yaml`;
    const collector = await startCollector(installed.env);
    const old = await pathOf('pulse', installed.env);
    await writeFile(file, agreement(pulse, nightly));
    const added = await pathOf('nightly', installed.env);
    expect((await fetch(`${collector.url}${added}`)).status).toBe(404);
    const reload = () => fetch(`${collector.url}/-/reload`, { method: 'POST' });
    expect((await reload()).status).toBe(200);
    expect((await fetch(`${collector.url}${added}`)).status).toBe(204);
    expect((await fetch(`${collector.url}${old}`)).status).toBe(204);
    await writeFile(file, agreement(pulse));
    expect((await reload()).status).toBe(200);
    expect((await fetch(`${collector.url}${added}`)).status).toBe(404);
    await collector.stop();
  }, 90_000);

  it('does not start with a key that is cut, and says which file it is', async () => {
    const { env } = await installation(pulse);
    await pathOf('pulse', env);
    await writeFile(`${env['UPHELD_DATA']}/heartbeat.key`, 'short');
    const { code, stderr } = await upheld(['run'], env);
    expect(code).toBe(78);
    expect(stderr).toMatch(/^upheld: \S+\/heartbeat\.key: holds 5 bytes; the key of the heartbeat URLs is/);
  });
});
