import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '@upheld/collector/bin/ancestors';
import { install, launched, startLauncher } from './launched.ts';
import type { Installation } from './launched.ts';

const start = fileURLToPath(new URL('../../../collector/bin/start.ts', import.meta.url));

let installation: Installation;
beforeEach(async () => {
  installation = await install({});
});
afterEach(() => installation.remove());

/** The ids of the processes that a process started. */
function childrenOf(parent: number | undefined): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'ppid=,pid='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.filter(([ppid]) => ppid === parent).map(([, pid]) => pid ?? 0);
}

/** Waits until all of them are gone; ends what is left when they are not, so that a failure leaves nothing. */
async function noneAlive(pids: number[]): Promise<void> {
  try {
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 14_000, interval: 50 });
  } finally {
    for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
  }
}

describe('pnpm start', () => {
  it('prints one line when collector and dashboard answer, on ports of their own choice', async () => {
    const upheld = await launched(installation.env);
    expect(upheld.printed().stdout).toMatch(
      /^ready dashboard=http:\/\/127\.0\.0\.1:\d+ collector=http:\/\/127\.0\.0\.1:\d+\n$/,
    );
    expect((await fetch(`${upheld.collector}/-/ready`)).status).toBe(200);
    expect((await fetch(upheld.dashboard)).status).toBe(200);
    expect(await upheld.stop()).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends every process on %s', async (signal) => {
    const upheld = await launched(installation.env);
    const children = childrenOf(upheld.process.pid);
    expect(children).toHaveLength(2);
    upheld.process.kill(signal);
    await once(upheld.process, 'exit');
    expect(upheld.process.exitCode).toBe(0);
    await noneAlive(children);
  });

  it('leaves no process behind when the launcher itself is killed', async () => {
    const upheld = await launched(installation.env);
    const children = childrenOf(upheld.process.pid);
    upheld.process.kill('SIGKILL');
    await noneAlive(children);
  });

  it('ends the dashboard and says so when the collector dies', async () => {
    const upheld = await launched(installation.env);
    const children = childrenOf(upheld.process.pid);
    process.kill(Math.min(...children), 'SIGKILL');
    await once(upheld.process, 'exit');
    // 128 + 9
    expect(upheld.process.exitCode).toBe(137);
    expect(upheld.printed().stderr).toContain('The collector ended (exit code 137)');
    await noneAlive(children);
  });

  it('ends when whoever started it is gone', async () => {
    const code = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [${JSON.stringify(start)}], { stdio: ['ignore', 'pipe', 'ignore'] });
      child.stdout.once('data', () => console.log(child.pid));
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=commonjs', '-e', code], {
      env: { ...process.env, ...installation.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [text] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const launcher = Number(text);
    const all = [launcher, ...childrenOf(launcher)];
    expect(all).toHaveLength(3);
    parent.kill('SIGKILL');
    await noneAlive(all);
  });
});

describe('settings that cannot be used', () => {
  it('refuses an address beyond loopback with exit code 78', async () => {
    const { exited, printed } = startLauncher({ ...installation.env, UPHELD_HOST: '0.0.0.0' });
    expect(await exited).toBe(78);
    expect(printed.stderr).toContain('authentication is not configured');
    expect(printed.stdout).toBe('');
  });

  it('passes on the exit code of a collector that cannot read its configuration', async () => {
    await installation.remove();
    installation = await install({ 'broken.yaml': 'kind: Agreement\n' });
    const { exited, printed } = startLauncher(installation.env);
    expect(await exited).toBe(78);
    expect(printed.stderr).toContain('broken.yaml:1:1');
  });

  it('refuses one port for both processes', async () => {
    const ports = { UPHELD_COLLECTOR_PORT: '4471', UPHELD_DASHBOARD_PORT: '4471' };
    const { exited, printed } = startLauncher({ ...installation.env, ...ports });
    expect(await exited).toBe(78);
    expect(printed.stderr).toContain('UPHELD_DASHBOARD_PORT: got 4471, which UPHELD_COLLECTOR_PORT has');
  });

  it('names the variable whose port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { exited, printed } = startLauncher({ ...installation.env, UPHELD_DASHBOARD_PORT: port });
    expect(await exited).toBe(78);
    expect(printed.stderr).toBe(
      `UPHELD_DASHBOARD_PORT: port ${port} on 127.0.0.1 is in use; stop what listens there, ` +
        'or set UPHELD_DASHBOARD_PORT=0 to use any free port\n',
    );
    server.close();
  });
});
