// A source of each kind that a hostile server can be, on a port of loopback. Each gives up after a second.
import type { SourceTerms } from './installation.ts';

const overHttp = (rest: object) => (port: number) => ({
  ...{ url: `http://127.0.0.1:${port}/`, timeout: '1s' },
  ...rest,
});

const specs: Readonly<Record<string, (port: number) => object>> = {
  http: overHttp({}),
  'health-json': overHttp({}),
  freshness: overHttp({ pointer: '/at' }),
  statuspage: overHttp({}),
  websocket: (port) => ({ url: `ws://127.0.0.1:${port}/`, timeout: '1s' }),
  tcp: (port) => ({ host: '127.0.0.1', port, timeout: '1s', expect: { banner: '220 ' } }),
};

/** Kinds that read an answer of HTTP to its end. */
export const overHttpTypes = ['http', 'health-json', 'freshness', 'statuspage'];

/** A source of `type` that asks the server on `port`; `terms` stand beside. */
export function sourceOf(type: string, port: number, terms: object = {}): SourceTerms {
  const spec = specs[type];
  if (spec === undefined) throw new Error(`there is no spec of ${type}`);
  return { type, spec: { ...spec(port), ...terms } };
}
