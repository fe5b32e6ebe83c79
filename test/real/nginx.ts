// Debian's nginx as a partner's health endpoint.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, fetchText, freePort, startProgram } from './program.ts';
import type { Program } from './program.ts';

export type Nginx = {
  url: string;
  port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
};

/** Prepares nginx on a free port of loopback; `start` and `stop` may be called again and again. */
export async function prepareNginx(): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-nginx-'));
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port));
  const url = `http://127.0.0.1:${port}/health`;
  let program: Program | null = null;
  const stop = async () => program?.stop('SIGTERM');
  return {
    url,
    port,
    stop,
    start: async () => {
      program = startProgram('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], folder);
      await eventually('nginx answers', 10_000, () => fetchText(url));
    },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

function configuration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
${temporary}
  access_log ${folder}/access.log;
  server {
    listen 127.0.0.1:${port};
    location = /health { default_type application/json; return 200 '{"status":"pass"}'; }
  }
}
`;
}
