// Which sources are waited for instead of asked.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Instant } from '@upheld/shared/time/instant';
import { heartbeat } from '../probes/heartbeat.ts';
import type { SourceKey } from '../store/store.ts';

/** The heartbeat sources of agreements under the terms in force at `at`, in the order of their files. */
export function heartbeatSources(agreements: Agreement[], at: Instant): SourceKey[] {
  return agreements
    .map((agreement) => inForce(agreement, at))
    .flatMap(({ name, sources }) =>
      sources
        .filter(({ type }) => type === heartbeat.type)
        .map((source) => ({ agreement: name, source: source.name })),
    );
}
