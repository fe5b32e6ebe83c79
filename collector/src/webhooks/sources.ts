// Which sources are told by their desks that something changed.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Instant } from '@upheld/shared/time/instant';
import type { ConnectorKind } from '../connectors/connector.ts';
import type { SourceKey } from '../store/store.ts';
import type { WebhookTerms } from './webhook.ts';

export type WebhookSource = SourceKey & { terms: WebhookTerms };

/** Under the terms in force at `at`, in the order of the agreements' files. */
export function webhookSources(
  agreements: Agreement[],
  connectors: ReadonlyMap<string, ConnectorKind>,
  at: Instant,
): WebhookSource[] {
  return agreements
    .map((agreement) => inForce(agreement, at))
    .flatMap(({ name, sources }) =>
      sources.flatMap(({ type, spec, ...source }) => {
        const kind = connectors.get(type);
        const terms = kind?.webhook?.(kind.spec.parse(spec));
        return terms === undefined ? [] : [{ agreement: name, source: source.name, terms }];
      }),
    );
}
