import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreementSchema, portfolioSchema } from '@upheld/shared/api/responses';
import { supportSchema, ticketSchema } from '@upheld/shared/api/ticket-records';

const script = fileURLToPath(new URL('./demo.ts', import.meta.url));

/** A demo in a working folder of its own, so that `.data` is not the project's. */
let folder = '';
let demo: ReturnType<typeof start>;
let urls = { dashboard: '', collector: '' };

function start() {
  const env = { ...process.env, UPHELD_COLLECTOR_PORT: '0', UPHELD_DASHBOARD_PORT: '0' };
  return spawn(process.execPath, [script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upheld-demo-'));
  demo = start();
  for await (const line of createInterface(demo.stdout)) {
    const [, dashboard, collector] = /^ready dashboard=(\S+) collector=(\S+)$/.exec(line) ?? [];
    if (dashboard === undefined || collector === undefined) continue;
    urls = { dashboard, collector };
    break;
  }
}, 120_000);

afterAll(async () => {
  if (demo.exitCode === null) {
    demo.kill('SIGKILL');
    await once(demo, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

async function read(path: string): Promise<unknown> {
  return (await fetch(`${urls.collector}/api/v1${path}`)).json();
}

describe('the demo', () => {
  it('marks every agreement as simulated', async () => {
    const { agreements } = portfolioSchema.parse(await read('/agreements'));
    expect(agreements.map(({ id, simulated }) => [id, simulated])).toEqual(
      expect.arrayContaining([
        ['northwind-lumen', true],
        ['northwind-harbor', true],
        ['northwind-atlas', true],
      ]),
    );
    const page = await (await fetch(urls.dashboard)).text();
    expect(page.toLowerCase()).toContain('simulated');
  });

  it('tells its story of the past quarter: a month met, a month missed, maintenance that does not count', async () => {
    const current = agreementSchema.parse(await read('/agreements/northwind-lumen'));
    const past = current.periods[1] ?? '';
    const { statement } = agreementSchema.parse(await read(`/agreements/northwind-lumen?period=${past}`));
    const uptime = statement.promises.find(({ name }) => name === 'uptime');
    expect(uptime?.periods.map(({ verdict }) => verdict)).toEqual(['met', 'missed', 'met']);
    // 90 minutes on a working day, 11:00 to 12:30, approved by both.
    expect(uptime?.periods.map(({ ledger }) => ledger?.excluded)).toEqual([0, 90, 0]);
  });

  it('has a month that nobody can judge, because our own collector was away', async () => {
    const current = agreementSchema.parse(await read('/agreements/northwind-harbor'));
    const past = current.periods[1] ?? '';
    const { statement } = agreementSchema.parse(await read(`/agreements/northwind-harbor?period=${past}`));
    const availability = statement.promises.find(({ name }) => name === 'availability');
    expect(availability?.periods.map(({ verdict }) => verdict)).toEqual(['met', 'met', 'undetermined']);
    // Three hours, less or more one minute at either edge: samples speak until the next one is due.
    expect(availability?.periods[2]?.ledger?.unmeasured).toBeGreaterThanOrEqual(178);
    expect(availability?.periods[2]?.ledger?.unmeasured).toBeLessThanOrEqual(181);
  });

  it('has tickets that wait for an answer, stand still, were merged and left', async () => {
    const path = '/agreements/northwind-lumen/tickets';
    const ask = async () => supportSchema.parse(await read(path)).standings[0];
    // The desk is read once the demo runs.
    await expect.poll(async () => (await ask())?.deleted.clocks.length, { timeout: 30_000 }).toBe(2);
    const standing = await ask();
    expect(standing?.deleted.clocks.map(({ ticket }) => ticket)).toEqual(['NW-8997', 'NW-8997']);
    const still = standing?.running.clocks.filter(({ standsStillSince }) => standsStillSince !== null);
    // 48 h less the three before it began to wait.
    expect(still).toMatchObject([{ ticket: 'NW-8998', kind: 'total-resolution', leftMs: 45 * 3_600_000 }]);
    const { accounts } = ticketSchema.parse(await read(`${path}/desk/NW-8999`));
    expect(accounts).toMatchObject([{ account: { merged: ['NW-9000'] } }]);
  });

  it('removes its data when it ends', async () => {
    expect(await readdir(join(folder, '.data'))).toHaveLength(1);
    demo.kill('SIGINT');
    await once(demo, 'exit');
    expect(demo.exitCode).toBe(0);
    expect(existsSync(join(folder, '.data')) ? await readdir(join(folder, '.data')) : []).toEqual([]);
  });
});
