// How far a ticket desk is known, in sentences. Pure.
import type { SupportResponse } from '@upheld/shared/api/ticket-records';
import { MINUTE } from '@upheld/shared/time/instant';
import type { Instant } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import type { PrintedInstant } from '../words/instant.ts';
import { spanWords } from '../words/span.ts';

export type DeskRecord = SupportResponse['desks'][number];
export type DeskStanding = ReturnType<typeof deskStanding>;

type State = 'known' | 'stale' | 'never-read' | 'files';

/**
 * `desk` is null of a source that is not read, or not any more: what is known of it came from files, or before it
 * was replaced. `age` says how long ago it was known to its present.
 */
export function deskStanding(source: string, desk: DeskRecord | null, asOf: Instant, zone: string) {
  const printed = (at: Instant | null): PrintedInstant | null =>
    at === null ? null : printInstant(at, zone);
  return {
    source,
    state: stateOf(desk),
    type: desk?.type ?? null,
    known: printed(desk?.syncedUntil ?? null),
    age: desk === null || desk.syncedUntil === null ? '' : ageWords(asOf - desk.syncedUntil),
    since: printed(desk?.failingSince ?? null),
    because: desk?.error ?? null,
    reconciled: printed(desk?.reconciledAt ?? null),
  };
}

function stateOf(desk: DeskRecord | null): State {
  if (desk === null) return 'files';
  if (desk.syncedUntil === null) return 'never-read';
  return desk.failingSince === null ? 'known' : 'stale';
}

function ageWords(lengthMs: number): string {
  return lengthMs < MINUTE ? 'just now' : `${spanWords(lengthMs / MINUTE)} ago`;
}
