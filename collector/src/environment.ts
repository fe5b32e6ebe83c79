// The settings that come from the environment: the only place that reads process.env.
import { isIP } from 'node:net';

export type Environment = {
  configFolder: string;
  dataFolder: string;
  storeUrl: string;
  /** Room kept on the disk of an embedded store for when it is full. */
  reserveBytes: number;
  host: string;
  collectorPort: number;
  dashboardPort: number;
  /** Without a slash at its end; null where nobody said. */
  publicUrl: string | null;
};

/** Every variable, its default and what it does: `upheld --help` and the README show this list. */
export const variables = [
  { name: 'UPHELD_CONFIG', fallback: 'config', meaning: 'folder of agreements and settings' },
  {
    name: 'UPHELD_DATA',
    fallback: '.data',
    meaning: 'folder of the embedded store and of the key of heartbeat URLs',
  },
  {
    name: 'UPHELD_STORE_URL',
    fallback: 'sqlite:$UPHELD_DATA/upheld.db',
    meaning: 'where facts are kept: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE',
  },
  {
    name: 'UPHELD_RESERVE_MIB',
    fallback: '64',
    meaning: 'room in MiB that the embedded store keeps for a full disk; 0 keeps none',
  },
  { name: 'UPHELD_HOST', fallback: '127.0.0.1', meaning: 'address to listen on; loopback only' },
  {
    name: 'UPHELD_COLLECTOR_PORT',
    fallback: '4401',
    meaning: 'port of API and /metrics; 0 picks a free one',
  },
  { name: 'UPHELD_DASHBOARD_PORT', fallback: '4400', meaning: 'port of the dashboard; 0 picks a free one' },
  {
    name: 'UPHELD_PUBLIC_URL',
    fallback: 'http://$UPHELD_HOST:$UPHELD_COLLECTOR_PORT',
    meaning: 'where partners reach the API through a proxy, for URLs of heartbeats and webhooks',
  },
] as const;

/** A setting that cannot be used; the process ends with `exitCode` (78: configuration, sysexits.h). */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
  readonly exitCode = 78;
}

/** Reads and checks every setting. Throws an `EnvironmentError` that names all faulty ones. */
export function readEnvironment(env: Record<string, string | undefined> = process.env): Environment {
  const faults: string[] = [];
  const dataFolder = env['UPHELD_DATA'] || '.data';
  const environment = {
    configFolder: env['UPHELD_CONFIG'] || 'config',
    dataFolder,
    storeUrl: env['UPHELD_STORE_URL'] || `sqlite:${dataFolder}/upheld.db`,
    reserveBytes: readReserve(env['UPHELD_RESERVE_MIB'] || '64', faults) * 1024 * 1024,
    host: env['UPHELD_HOST'] || '127.0.0.1',
    collectorPort: readPort('UPHELD_COLLECTOR_PORT', env, 4401, faults),
    dashboardPort: readPort('UPHELD_DASHBOARD_PORT', env, 4400, faults),
    publicUrl: readPublicUrl(env['UPHELD_PUBLIC_URL'], faults),
  };
  if (!isLoopback(environment.host)) faults.push(hostFault(environment.host));
  if (faults.length > 0) throw new EnvironmentError(faults.join('\n'));
  return environment;
}

/** The whole environment, for secrets that files refer to as `{ env: NAME }`. */
export function secretEnvironment(): Record<string, string | undefined> {
  return process.env;
}

function readPort(name: string, env: Record<string, string | undefined>, fallback: number, faults: string[]) {
  const text = env[name] || String(fallback);
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  faults.push(`${name}: got "${text}"; a port is a whole number from 0 to 65535, such as ${fallback}`);
  return fallback;
}

function readReserve(text: string, faults: string[]): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  faults.push(`UPHELD_RESERVE_MIB: got "${text}"; room is a whole number of MiB, such as 64`);
  return 0;
}

function readPublicUrl(text: string | undefined, faults: string[]): string | null {
  if (text === undefined || text === '') return null;
  if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/.test(text)) {
    // Not quoted: it may hold a password.
    faults.push(
      'UPHELD_PUBLIC_URL: an address starts with https:// or http:// and holds no password and no query, such as https://upheld.example.com',
    );
  }
  return text.replace(/\/+$/, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function hostFault(host: string): string {
  return (
    `UPHELD_HOST: got "${host}"; Upheld listens on loopback only, because authentication is not configured ` +
    '(anyone who reached the port could read both companies’ figures), such as 127.0.0.1'
  );
}
