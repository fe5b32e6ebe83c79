// While an agreement is in effect, its partner is asked; nobody agreed to be probed before or after.
import type { Agreement } from '@upheld/shared/agreement/agreement';
import { inForce } from '@upheld/shared/agreement/versions';
import { effectiveWindow } from '@upheld/shared/time/effective';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { PolledTarget } from './target.ts';

/**
 * How long a desk is read on: tickets of the last days are answered later, and what was agreed by default for
 * settling (5 business days) and for disputes (30 days) passes meanwhile.
 */
const settlingMs = 45 * 86_400_000;

/** When the targets of an agreement are asked, by what is done with them, under the terms in force at `at`. */
export function askedWhile(agreement: Agreement, at: Instant): Record<PolledTarget['does'], Interval> {
  const { effective, timeZone } = inForce(agreement, at);
  const { start, end } = effectiveWindow(effective, timeZone);
  return { probe: { start, end }, sync: { start, end: end + settlingMs } };
}

/** Whether targets are asked at one of two instants and not at the other. */
export function asksDiffer(agreement: Agreement, one: Instant, other: Instant): boolean {
  const [before, after] = [askedWhile(agreement, one), askedWhile(agreement, other)];
  return (
    isIn(before.probe, one) !== isIn(after.probe, other) || isIn(before.sync, one) !== isIn(after.sync, other)
  );
}

/** Whether an instant lies in an interval. */
export function isIn({ start, end }: Interval, at: Instant): boolean {
  return start <= at && at < end;
}
