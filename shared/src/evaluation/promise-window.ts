// When a promise is judged: its periods inside the one asked for, cut to the time in which the agreement
// counts (measurement.md section 1).
import type { Agreement, PeriodUnit } from '../agreement/agreement.ts';
import { effectiveWindow } from '../time/effective.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { localDates } from '../time/local-date.ts';
import { periodsWithin } from '../time/period.ts';
import type { Period } from '../time/period.ts';

/** A period under its name, cut; empty (start = end) where the agreement does not count in it at all. */
export type PromiseWindow = Interval & { period: string };

/** The windows of a promise judged by `unit`, in order; none when its own period is longer than `asked`. */
export function promiseWindows(agreement: Agreement, asked: Period, unit: PeriodUnit): PromiseWindow[] {
  const { timeZone, fiscalYearStart, effective } = agreement;
  const counts = effectiveWindow(effective, timeZone);
  return periodsWithin(asked, unit, timeZone, fiscalYearStart).map((period) => ({
    period: period.name,
    ...cut(period, counts),
  }));
}

/** The local days of a window that have begun at `asOf`. */
export function daysBegun(
  { start, end }: Interval,
  timeZone: string,
  asOf: Instant,
): (Interval & { date: string })[] {
  if (start >= end) return [];
  return localDates({ start, end }, timeZone).filter((day) => day.start < asOf);
}

function cut(period: Period, counts: Interval): Interval {
  const start = Math.min(Math.max(period.start, counts.start), period.end);
  return { start, end: Math.max(start, Math.min(period.end, counts.end)) };
}
