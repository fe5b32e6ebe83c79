// What pages say of ticket desks that are not known to their present. Pure.
import type { StaleDesk } from '@upheld/shared/api/stale-desk';
import { printInstant } from '../words/instant.ts';
import type { PrintedInstant } from '../words/instant.ts';

/** `known` is null where the desk was never read; `since` is null while it is read for the first time. */
export type StaleDeskNotice = { source: string; known: PrintedInstant | null; since: PrintedInstant | null };

/** One notice for each desk, in the order of the agreement. */
export function staleDeskNotices(desks: StaleDesk[], zone: string): StaleDeskNotice[] {
  const printed = (at: number | null) => (at === null ? null : printInstant(at, zone));
  return desks.map(({ source, knownUntil, failingSince }) => ({
    ...{ source, known: printed(knownUntil), since: printed(failingSince) },
  }));
}
