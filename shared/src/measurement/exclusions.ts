// Which exclusions a promise hears of: those of its agreement, by the sources that they name. Whether they
// are approved, and so act at all, is decided where minutes are planned.
import type { Exclusion } from '../agreement/agreement.ts';
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';

/** The exclusions of an agreement. */
export function exclusionsOf(exclusions: Exclusion[], agreement: string): Exclusion[] {
  return exclusions.filter((exclusion) => exclusion.agreement === agreement);
}

/** Those that name at least one of the sources, or every one of them. Naming no source names them all. */
export function exclusionsNaming(
  exclusions: Exclusion[],
  sources: readonly string[],
  howMany: 'some' | 'every',
): Exclusion[] {
  return exclusions.filter(({ sources: named }) => {
    if (named === null) return true;
    const isNamed = (source: string) => named.includes(source);
    return howMany === 'some' ? sources.some(isNamed) : sources.every(isNamed);
  });
}

/**
 * How many of the scheduled minutes that have elapsed an exclusion covers: those that it overlaps at all,
 * none unless it is approved (measurement.md section 3). `scheduled` are ranges of whole minutes.
 */
export function coveredMinutes(
  { window, approved }: Pick<Exclusion, 'window' | 'approved'>,
  scheduled: Interval[],
  asOf: Instant,
): number {
  if (!approved || window.end <= window.start) return 0;
  const start = Math.floor(window.start / MINUTE) * MINUTE;
  const end = Math.min(Math.ceil(window.end / MINUTE), Math.floor(asOf / MINUTE)) * MINUTE;
  const overlaps = scheduled.map((range) => Math.min(range.end, end) - Math.max(range.start, start));
  return overlaps.reduce((sum, overlap) => sum + Math.max(0, overlap), 0) / MINUTE;
}
