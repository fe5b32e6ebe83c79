// Where partners reach the API, for commands that list addresses to call.
import type { Environment } from '../environment.ts';

export type AddressSettings = Pick<Environment, 'host' | 'collectorPort' | 'publicUrl'>;

/** Without a slash at its end. A port that is chosen at the start is known to the collector's log alone. */
export function publicAddress({ host, collectorPort, publicUrl }: AddressSettings): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return publicUrl ?? `http://${name}:${collectorPort === 0 ? 'PORT' : collectorPort}`;
}

/** What to do so that partners reach `path`; nothing where that was done. */
export function proxyNote({ publicUrl }: AddressSettings, path: string): string[] {
  if (publicUrl !== null) return [];
  return [
    '',
    `These addresses are reached from this machine alone. For partners, have a proxy pass ${path}`,
    'and nothing else on to this address, under this host name, and name the proxy in UPHELD_PUBLIC_URL, such',
    'as https://upheld.example.com.',
  ];
}
