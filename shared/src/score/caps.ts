// Caps: what holds the score down however good the rest is, so that no strength pays for a broken promise
// (measurement.md section 7).
import type { Verdict } from '../measurement/figures.ts';
import { reaches } from './scale.ts';
import type { ScoreItem, Subject } from './score-item.ts';

export const capReasons = [
  'missed',
  'not-measured',
  'repeated',
  'critical',
  'cure-open',
  'cure-expired',
] as const;
export type CapReason = (typeof capReasons)[number];

/** The highest score that each reason leaves. */
const capOf: Record<CapReason, number> = {
  missed: 69,
  'not-measured': 69,
  repeated: 49,
  critical: 49,
  'cure-open': 39,
  'cure-expired': 19,
};

/** `subject` is the promise that it is about; null for a cure notice, which is about the agreement. */
export type Cap = { reason: CapReason; cap: number; subject: Subject | null };

/** Whether a notice to cure stands, and whether its time is over. */
export type Cure = 'none' | 'open' | 'expired';

/** Every cap with its reason, in the order of the items; a cure notice comes last. */
export function capsOf(items: ScoreItem[], cure: Cure): Cap[] {
  return [
    ...items.flatMap((item) => reasonsFor(item).map((reason) => capped(reason, item.subject))),
    ...(cure === 'none' ? [] : [capped(`cure-${cure}`, null)]),
  ];
}

/** The lowest of the caps; null without any. */
export function lowestCap(caps: Cap[]): number | null {
  return caps.length === 0 ? null : Math.min(...caps.map(({ cap }) => cap));
}

function capped(reason: CapReason, subject: Subject | null): Cap {
  return { reason, cap: capOf[reason], subject };
}

function reasonsFor(item: ScoreItem): CapReason[] {
  const { promise } = item;
  if (promise === null || !isFailing(promise.verdict)) return [];
  return [
    promise.verdict === 'missed' ? 'missed' : 'not-measured',
    ...(promise.previousVerdict !== null && isFailing(promise.previousVerdict)
      ? (['repeated'] as const)
      : []),
    ...(isCritical(item) ? (['critical'] as const) : []),
  ];
}

/** Not met. An excluded period promised nothing, so it is neither a miss nor the first of two. */
function isFailing(verdict: Verdict): boolean {
  return verdict === 'missed' || verdict === 'undetermined';
}

/** Strictly worse than the critical value; a value that nobody knows may be. */
function isCritical({ promise, worst, scale }: ScoreItem): boolean {
  const critical = promise?.critical ?? null;
  return critical !== null && (worst === null || !reaches(worst, critical, scale));
}
