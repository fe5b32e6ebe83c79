// Debian's nginx as a partner: with a health endpoint, or with whatever servers a test writes for it.
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Namespace } from './namespace.ts';
import { eventually, fetchText, freePort, startProgram } from './program.ts';
import type { Program } from './program.ts';

/** May be started and stopped again and again. */
export type Prepared = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A line for every request so far, in the format `combined`. */
  requests(): Promise<string[]>;
  remove(): Promise<void>;
};

export type Nginx = Prepared & { url: string; port: number };

/** Prepares a healthy nginx on a free port of loopback. */
export async function prepareNginx(): Promise<Nginx> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/health`;
  const nginx = await prepareServers(healthServer(`127.0.0.1:${port}`));
  const start = async () => {
    await nginx.start();
    await eventually('nginx answers', 10_000, () => fetchText(url));
  };
  return { ...nginx, start, url, port };
}

/** A server that is healthy, for `listen` such as `127.0.0.1:8080`. */
export const healthServer = (listen: string) =>
  `server { listen ${listen}; location = /health { default_type application/json; return 200 '{"status":"pass"}'; } }`;

/** Prepares nginx with these blocks, which find `files` by their names. Started means that it listens. */
export async function prepareServers(
  blocks: string,
  options: { files?: Record<string, string>; within?: Namespace } = {},
): Promise<Prepared> {
  const { files = {}, within } = options;
  const folder = await mkdtemp(join(tmpdir(), 'upheld-nginx-'));
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, blocks));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const argv = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'error.log'];
  const command = within?.entering('nginx', argv) ?? ['nginx', argv];
  let program: Program | null = null;
  const stop = async () => program?.stop('SIGTERM');
  return {
    stop,
    start: async () => {
      program = startProgram(command[0], command[1], folder);
      // nginx writes it once its sockets listen, and removes it when it ends.
      await eventually('nginx listens', 10_000, () => access(join(folder, 'nginx.pid')).then(() => true));
    },
    requests: async () => (await readFile(join(folder, 'access.log'), 'utf8')).split('\n').slice(0, -1),
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

function configuration(folder: string, blocks: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  // In a namespace of users nobody but root is known, to whom nginx would give its folders.
  return `daemon off;
master_process off;
user root;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
${temporary}
  access_log ${folder}/access.log;
${blocks}
}
`;
}
