// Debian's nginx as every partner at once: it answers three bytes, on ten addresses of loopback, so that no
// address runs out of ports, each of which rests for a minute after its connection (28,232 to one address).
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, fetchText, freePort, startProgram } from '../../real/program.ts';

export type Partner = {
  pid: number;
  port: number;
  urlOf: (target: number) => string;
  [Symbol.asyncDispose](): Promise<void>;
};

const addresses = Array.from({ length: 10 }, (_, index) => `127.0.0.${index + 2}`);

export async function startPartner(folder: string): Promise<Partner> {
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port));
  const program = startProgram('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], folder);
  const urlOf = (target: number) => `http://${addresses[target % addresses.length]}:${port}/health/${target}`;
  try {
    await eventually('nginx answers', 10_000, () => fetchText(urlOf(0)));
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { pid: program.pid, port, urlOf, [Symbol.asyncDispose]: () => program.stop() };
}

/** One process, so that its CPU is counted whole. */
function configuration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  const listen = addresses.map((address) => `listen ${address}:${port} backlog=4096;`).join(' ');
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
${temporary}
  access_log off;
  server {
    ${listen}
    location / { default_type text/plain; return 200 'ok\\n'; }
  }
}
`;
}
