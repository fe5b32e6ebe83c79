// `upheld heartbeats`: the URL that each heartbeat source calls, and when its last call came. The URLs are
// secrets: whoever has one can say that the work was done.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import { heartbeatSources } from '../heartbeat/sources.ts';
import { tokenOf } from '../heartbeat/tokens.ts';
import type { Store } from '../store/store.ts';
import { aligned } from './columns.ts';
import { proxyNote, publicAddress, type AddressSettings } from './public-address.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export const heartbeatsUsage = 'upheld heartbeats [AGREEMENT]';

export type HeartbeatsParts = {
  agreements: Agreement[];
  environment: AddressSettings;
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
  const base = publicAddress(environment);
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
  return [...lines, ...proxyNote(environment, '/api/v1/heartbeats/'), ''].join('\n');
}
