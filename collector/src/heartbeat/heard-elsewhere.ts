// Since when a source's heartbeats could be heard, by any of the processes that take them.
import type { Instant } from '@upheld/shared/time/instant';
import type { Deafness } from '../probes/probe.ts';
import type { Listener } from '../store/leases.ts';

/** They say it every five seconds (listening.ts); a silence of ours that is longer is no partner's. */
const patienceMs = 7_000;

/** `listeners` are all that took heartbeats of one source, the newest first. One that any of them could hear was heard. */
export function heardElsewhere(listeners: readonly Listener[], now: Instant): Deafness {
  const [newest] = listeners;
  if (newest === undefined || now - newest.until > patienceMs) return { until: now, reason: 'stopped' };
  let deafness: Deafness = { until: newest.since, reason: newest.reason };
  for (const { since, until, reason } of listeners) {
    if (until >= deafness.until && since < deafness.until) deafness = { until: since, reason };
  }
  // What one of them took and could not store is lost, whoever else listened.
  const lost = listeners.filter(({ reason }) => reason === 'storage').map(({ since }) => since);
  const lastLost = Math.max(...lost, -Infinity);
  return lastLost > deafness.until ? { until: lastLost, reason: 'storage' } : deafness;
}
