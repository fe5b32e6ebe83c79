// The built dashboard as its own process, as the launcher starts it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../dashboard/', import.meta.url));

export type DashboardProcess = { url: string; output: () => string; stop(): Promise<void> };

/** Starts it on a free port, building it first where there is no build. */
export async function startDashboard(collectorUrl: string): Promise<DashboardProcess> {
  if (!existsSync(`${folder}build/index.js`)) build();
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', UPHELD_COLLECTOR_URL: collectorUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(portOf(message)));
    void ended.then(() => reject(new Error(`the dashboard did not start:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function build(): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`the dashboard does not build:\n${stderr}`);
}

function portOf(message: unknown): number {
  if (
    typeof message === 'object' &&
    message !== null &&
    'listening' in message &&
    typeof message.listening === 'number'
  ) {
    return message.listening;
  }
  throw new Error(`expected { listening: port }, got ${JSON.stringify(message)}`);
}
