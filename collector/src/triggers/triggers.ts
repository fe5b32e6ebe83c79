// Opens and clears an agreement's triggers from what its periods show, once each, and keeps them.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { Instant } from '@upheld/shared/time/instant';
import { settleTriggers } from '@upheld/shared/triggers/settle';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import type { Store } from '../store/store.ts';

export type Settled = { opened: Occurrence[]; cleared: Occurrence[]; occurrences: Occurrence[] };

/**
 * Compares the statements with the open occurrences, under the triggers in force now, and stores what opened
 * and what cleared.
 */
export async function settle(
  store: Store,
  agreement: Agreement,
  statements: Statement[],
  now: Instant,
): Promise<Settled> {
  const known = await store.readOccurrences(agreement.name);
  const open = known.filter((occurrence) => occurrence.clearedAt === null);
  const { opened, cleared } = settleTriggers({ agreement: inForce(agreement, now), statements, open, now });
  if (opened.length + cleared.length > 0) await store.putOccurrences([...opened, ...cleared]);
  const stillKnown = known.filter((occurrence) => !cleared.some((gone) => sameOccurrence(gone, occurrence)));
  return { opened, cleared, occurrences: [...stillKnown, ...cleared, ...opened] };
}

function sameOccurrence(a: Occurrence, b: Occurrence): boolean {
  return (['trigger', 'promise', 'source', 'subject', 'openedAt'] as const).every((key) => a[key] === b[key]);
}
