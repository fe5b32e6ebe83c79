// `upheld heartbeats`: the URL that each heartbeat source calls, and when its last call came. The URLs are
// secrets: whoever has one can say that the work was done.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import type { Environment } from '../environment.ts';
import { heartbeatSources } from '../heartbeat/sources.ts';
import { tokenOf } from '../heartbeat/tokens.ts';
import type { Store } from '../store/store.ts';
import { aligned } from './columns.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export const heartbeatsUsage = 'upheld heartbeats [AGREEMENT]';

export type HeartbeatsParts = {
  agreements: Agreement[];
  environment: Pick<Environment, 'host' | 'collectorPort' | 'publicUrl'>;
  key: Buffer;
  store: Pick<Store, 'lastBeat'>;
  now: () => Instant;
  write: (text: string) => void;
  writeError: (text: string) => void;
};

/** Prints one line a source of the terms in force. Exit status 0; 1 for an unknown agreement; 2 when asked wrongly. */
export async function heartbeatsCommand(args: string[], parts: HeartbeatsParts): Promise<number> {
  const { agreements, writeError, write, now } = parts;
  const [name, ...rest] = args;
  if (rest.length > 0 || name?.startsWith('-')) {
    writeError(`upheld heartbeats: name one agreement or none\nusage: ${heartbeatsUsage}\n`);
    return 2;
  }
  const asked = agreements.filter((agreement) => name === undefined || agreement.name === name);
  if (name !== undefined && asked.length === 0) {
    writeError(`upheld heartbeats: ${unknownAgreement(name, agreements)}\n`);
    return 1;
  }
  write(await listOf(asked, parts, now()));
  return 0;
}

async function listOf(agreements: Agreement[], parts: HeartbeatsParts, now: Instant): Promise<string> {
  const { key, store, environment } = parts;
  const sources = heartbeatSources(agreements, now);
  if (sources.length === 0) return 'No source is a heartbeat; give one the type heartbeat.\n';
  const base = baseOf(environment);
  const rows = await Promise.all(
    sources.map(async (source) => {
      const last = await store.lastBeat(source, now);
      const came = last === null ? 'never' : Temporal.Instant.fromEpochMilliseconds(last).toString();
      return [
        `${source.agreement}/${source.source}`,
        came,
        `${base}/api/v1/heartbeats/${tokenOf(source, key)}`,
      ];
    }),
  );
  const lines = aligned([['SOURCE', 'LAST CALL', 'URL (GET OR POST; A SECRET)'], ...rows]);
  return [...lines, ...(environment.publicUrl === null ? proxyNote : []), ''].join('\n');
}

/** A port that is chosen at the start is known to the collector's log alone. */
function baseOf({ host, collectorPort, publicUrl }: HeartbeatsParts['environment']): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return publicUrl ?? `http://${name}:${collectorPort === 0 ? 'PORT' : collectorPort}`;
}

const proxyNote = [
  '',
  'These addresses are reached from this machine alone. For partners, have a proxy pass /api/v1/heartbeats/',
  'and nothing else on to this address, under this host name, and name the proxy in UPHELD_PUBLIC_URL, such',
  'as https://upheld.example.com.',
];
