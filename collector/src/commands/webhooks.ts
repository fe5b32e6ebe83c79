// `upheld webhooks`: the address that the desk of each source calls when something changed. The addresses are no
// secrets: what comes there is verified.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import type { Instant } from '@upheld/shared/time/instant';
import type { ConnectorKind } from '../connectors/connector.ts';
import { webhookSources } from '../webhooks/sources.ts';
import { aligned } from './columns.ts';
import { proxyNote, publicAddress, type AddressSettings } from './public-address.ts';
import { unknownAgreement } from './unknown-agreement.ts';

export const webhooksUsage = 'upheld webhooks [AGREEMENT]';

export type WebhooksParts = {
  agreements: Agreement[];
  connectors: ReadonlyMap<string, ConnectorKind>;
  environment: AddressSettings;
  now: () => Instant;
  write: (text: string) => void;
  writeError: (text: string) => void;
};

/** Prints one line a source of the terms in force. Exit status 0; 1 for an unknown agreement; 2 when asked wrongly. */
export function webhooksCommand(args: string[], parts: WebhooksParts): number {
  const { agreements, write, writeError } = parts;
  const [name, ...rest] = args;
  if (rest.length > 0 || name?.startsWith('-')) {
    writeError(`upheld webhooks: name one agreement or none\nusage: ${webhooksUsage}\n`);
    return 2;
  }
  const asked = agreements.filter((agreement) => name === undefined || agreement.name === name);
  if (name !== undefined && asked.length === 0) {
    writeError(`upheld webhooks: ${unknownAgreement(name, agreements)}\n`);
    return 1;
  }
  write(listOf(asked, parts));
  return 0;
}

function listOf(agreements: Agreement[], { connectors, environment, now }: WebhooksParts): string {
  const sources = webhookSources(agreements, connectors, now());
  if (sources.length === 0) {
    return 'No source takes webhooks; give the spec of a ticket desk the key webhook.\n';
  }
  const base = `${publicAddress(environment)}/api/v1/webhooks`;
  const rows = sources.map(({ agreement, source, terms }) => [
    `${agreement}/${source}`,
    terms.scheme,
    `${base}/${agreement}/${source}`,
  ]);
  const lines = aligned([['SOURCE', 'SCHEME', 'URL (POST)'], ...rows]);
  return [...lines, ...proxyNote(environment, '/api/v1/webhooks/'), ''].join('\n');
}
