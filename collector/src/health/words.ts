// The words in which partners tell their status, in our vocabulary (prometheus.md section 5).
import type { ReportedStatus } from '@upheld/shared/facts/status-report';

/** A word of the partner by its list, in any case; what is not on the list is `unknown`, never well. */
export function inOurWords(words: Record<string, ReportedStatus>, word: unknown): ReportedStatus {
  if (typeof word !== 'string' && typeof word !== 'number') return 'unknown';
  const key = String(word).toLowerCase();
  return Object.hasOwn(words, key) ? (words[key] ?? 'unknown') : 'unknown';
}

/** From the best to the worst. Nobody knows how bad `unknown` is; only an outage is known to be worse. */
const order: readonly ReportedStatus[] = [
  'operational',
  'maintenance',
  'degraded',
  'partial_outage',
  'unknown',
  'major_outage',
];

/** The worst of several; `unknown` where there is none. */
export function worstOf(statuses: readonly ReportedStatus[]): ReportedStatus {
  if (statuses.length === 0) return 'unknown';
  return order.findLast((status) => statuses.includes(status)) ?? 'unknown';
}
