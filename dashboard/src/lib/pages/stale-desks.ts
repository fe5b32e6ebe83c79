// What pages say of ticket desks that are not known to their present. Pure.
import type { StaleDesk } from '@upheld/shared/api/stale-desk';
import type { Instant } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import type { PrintedInstant } from '../words/instant.ts';

/** `known` is null where the desk was never read; `since` is null while it is read for the first time. */
export type StaleDeskNotice = { source: string; known: PrintedInstant | null; since: PrintedInstant | null };

/** One notice for each desk that is not known up to `end`, where the period ends that is shown. */
export function staleDeskNotices(desks: StaleDesk[], end: Instant, zone: string): StaleDeskNotice[] {
  const printed = (at: Instant | null) => (at === null ? null : printInstant(at, zone));
  return desks
    .filter(({ knownUntil }) => knownUntil === null || knownUntil < end)
    .map(({ source, knownUntil, failingSince }) => ({
      ...{ source, known: printed(knownUntil), since: printed(failingSince) },
    }));
}
