// The periods over which an agreement's promises are judged, as far as they have begun.
import type { Agreement, PeriodUnit } from '@upheld/shared/agreement/agreement';
import { effectiveWindow } from '@upheld/shared/time/effective';
import type { Instant } from '@upheld/shared/time/instant';
import { nextPeriod, periodContaining } from '@upheld/shared/time/period';

/** Their names, since the agreement counts: the first unit's first. */
export function periodsBegun(
  { timeZone, fiscalYearStart, effective }: Agreement,
  now: Instant,
  units: readonly PeriodUnit[] = ['month', 'quarter', 'year'],
): string[] {
  const { start, end } = effectiveWindow(effective, timeZone);
  return units.flatMap((unit) => {
    const names: string[] = [];
    let period = periodContaining(start, unit, timeZone, fiscalYearStart);
    for (; period.start < Math.min(now, end); period = nextPeriod(period, timeZone, fiscalYearStart)) {
      names.push(period.name);
    }
    return names;
  });
}
