// What came of asking ticket desks, as counters and gauges.
import { syncFailureReasons } from '@upheld/shared/facts/sync-failure';
import type { SyncResult } from '../collect/sync-desk.ts';
import type { Instruments } from './instruments.ts';

/** Counts one synchronisation of a desk. */
export function countSync(
  instruments: Instruments,
  { agreement, source }: { agreement: string; source: string },
  result: SyncResult,
): void {
  const place = { agreement, source };
  begin(instruments, place);
  instruments.syncDuration.set(place, result.tookMs / 1000);
  if (!result.ok) return instruments.syncFailures.inc({ ...place, reason: result.reason });
  const { until, reconciledAt, overlooked } = result;
  instruments.syncs.inc(place);
  instruments.syncLastSuccess.set(place, until / 1000);
  if (reconciledAt !== null) instruments.syncReconciled.set(place, reconciledAt / 1000);
  instruments.syncOverlooked.inc(place, overlooked?.events ?? 0);
}

/** A counter that begins at 0 shows its first failure as an increase. */
function begin(
  { begun, syncs, syncFailures }: Instruments,
  place: { agreement: string; source: string },
): void {
  const key = JSON.stringify([place.agreement, place.source]);
  if (begun.has(key)) return;
  begun.add(key);
  syncs.inc(place, 0);
  for (const reason of syncFailureReasons) syncFailures.inc({ ...place, reason }, 0);
}
