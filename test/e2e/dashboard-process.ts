// The built dashboard as its own process, as the launcher starts it.
import { spawn } from 'node:child_process';
import { dashboardFolder, ensureBuilt } from './built-dashboard.ts';

/** Ends the process when the tests that started it are gone. */
const followLauncher = new URL('../../collector/bin/follow-launcher.ts', import.meta.url).href;

export type DashboardProcess = {
  url: string;
  /** What it printed so far. */
  output: () => string;
  /** Ends it as the launcher does; resolves with the milliseconds that took. */
  stop(): Promise<number>;
};

/** Starts it on a free port, which it reports itself. `NODE_ENV` is the environment's own business. */
export async function startDashboard(collectorUrl: string, port = 0): Promise<DashboardProcess> {
  await ensureBuilt();
  const child = spawn(process.execPath, ['--import', followLauncher, 'server.js'], {
    cwd: dashboardFolder,
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), UPHELD_COLLECTOR_URL: collectorUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const taken = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(portOf(message)));
    void ended.then(() => reject(new Error(`the dashboard did not start: ${output}`)));
  });
  return {
    url: `http://127.0.0.1:${taken}`,
    output: () => output,
    stop: async () => {
      const before = performance.now();
      child.kill('SIGTERM');
      await ended;
      return performance.now() - before;
    },
  };
}

function portOf(message: unknown): number {
  const isReport = typeof message === 'object' && message !== null && 'listening' in message;
  if (isReport && typeof message.listening === 'number') return message.listening;
  throw new Error(`expected { listening: port }, got ${JSON.stringify(message)}`);
}
