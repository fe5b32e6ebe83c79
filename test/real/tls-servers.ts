// nginx with every TLS that a partner may have, on loopback; and the files that a collector needs for it.
import { readFile } from 'node:fs/promises';
import { endOf, foundAuthority, type Pair } from './authority.ts';
import { prepareServers, type Prepared } from './nginx.ts';
import { freePort } from './program.ts';

export type TlsServers = {
  nginx: Prepared;
  /** By the names of the servers below. */
  ports: Record<string, number>;
  /** What references lead to: `root.pem`, `middle.pem`, `fixture-ca.pem`, and the pairs `client` and `stranger`. */
  files: Record<string, string>;
  /** When the certificates of `good` and `soon` end, in milliseconds since the epoch. */
  ends: { good: number; soon: number };
};

const healthy = `location = /health { default_type application/json; return 200 '{"status":"pass"}'; }`;

/**
 * `good` shows a certificate and the authority between it and the root, `bare` leaves that one out; `soon` ends
 * in ten days; `old` speaks TLS 1.2 alone, `mutual` wants a client of the root's, `plain` has no TLS.
 */
export async function prepareTlsServers(): Promise<TlsServers> {
  const root = await foundAuthority('root');
  const strangers = await foundAuthority('strangers');
  const middle = await root.delegate('middle');
  const leaf = await middle.issue('leaf', 20);
  const good = { ...leaf, certificate: leaf.certificate + middle.certificate };
  const soon = await root.issue('soon', 10);
  const pairs: Record<string, Pair> = {
    ...{ good, soon, bare: leaf, old: good, mutual: good },
    expired: await fixturePair('expired'),
    'wrong-host': await fixturePair('wrong-host'),
    'self-signed': await fixturePair('self-signed'),
  };
  const files = {
    ...{
      'root.pem': root.certificate,
      'middle.pem': middle.certificate,
      'fixture-ca.pem': await fixture('ca.pem'),
    },
    ...filesOf({ client: await root.issue('client', 20), stranger: await strangers.issue('stranger', 20) }),
  };
  for (const { remove } of [root, strangers]) await remove();
  const ports = await portsFor([...Object.keys(pairs), 'plain']);
  const blocks = Object.entries(ports)
    .map(([name, port]) => block(name, port))
    .join('\n');
  const nginx = await prepareServers(blocks, { files: { ...files, ...filesOf(pairs) } });
  return { nginx, ports, files, ends: { good: endOf(leaf.certificate), soon: endOf(soon.certificate) } };
}

function block(name: string, port: number): string {
  const listen = `listen 127.0.0.1:${port}`;
  if (name === 'plain') return `server { ${listen}; ${healthy} }`;
  const shown = `ssl_certificate ${name}.pem; ssl_certificate_key ${name}.key;`;
  // The default of Debian's nginx leaves out TLS 1.3.
  const versions = `ssl_protocols ${name === 'old' ? 'TLSv1.2' : 'TLSv1.2 TLSv1.3'};`;
  const client = name === 'mutual' ? 'ssl_verify_client on; ssl_client_certificate root.pem;' : '';
  return `server { ${listen} ssl; ${versions} ${shown} ${client} ${healthy} }`;
}

function filesOf(pairs: Record<string, Pair>): Record<string, string> {
  const files = Object.entries(pairs).flatMap(([name, { certificate, key }]) => [
    [`${name}.pem`, certificate],
    [`${name}.key`, key],
  ]);
  return Object.fromEntries(files);
}

async function portsFor(names: string[]): Promise<Record<string, number>> {
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  return Object.fromEntries([...ports].map((port, at) => [names[at], port]));
}

async function fixturePair(name: string): Promise<Pair> {
  return { certificate: await fixture(`${name}.pem`), key: await fixture(`${name}.key`) };
}

async function fixture(file: string): Promise<string> {
  return await readFile(new URL(`../fixtures/tls/${file}`, import.meta.url), 'utf8');
}
