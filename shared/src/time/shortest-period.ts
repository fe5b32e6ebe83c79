// The period that leaves a promise the least service time: what an agreement must stand up to when it is
// written (measurement.md section 5 for burn factors, section 4, "Evidence strength", for probing).
import type { Agreement, CalendarTerms, PeriodUnit } from '../agreement/agreement.ts';
import { effectiveWindow } from './effective.ts';
import type { Interval } from './instant.ts';
import { startOfLocalDate } from './local-date.ts';
import { nextPeriod, periodContaining } from './period.ts';
import type { Period } from './period.ts';
import { countMinutes, scheduledMinutes } from './scheduled-minutes.ts';

/** `scheduled` are its scheduled minutes as ranges, `minutes` their number. */
export type ScheduledPeriod = { name: string; scheduled: Interval[]; minutes: number };

type Term = Pick<Agreement, 'effective' | 'timeZone' | 'fiscalYearStart'>;

/**
 * Of the periods that begin in the agreement's first year and count as a whole, the one with the fewest
 * scheduled minutes; without a whole one, the longest part. Null where the calendar is closed in all.
 */
export function shortestPeriod(
  agreement: Term,
  unit: PeriodUnit,
  calendar: CalendarTerms,
): ScheduledPeriod | null {
  const effective = effectiveWindow(agreement.effective, agreement.timeZone);
  const periods = periodsOfFirstYear(agreement, unit, effective);
  const whole = open(periods.filter((period) => isWithin(period, effective)).map(scheduledOf(calendar)));
  if (whole.length > 0) return whole.reduce((a, b) => (b.minutes < a.minutes ? b : a));
  const parts = open(periods.map((period) => scheduledOf(calendar)(cut(period, effective))));
  return parts.reduce<ScheduledPeriod | null>((a, b) => (a === null || b.minutes > a.minutes ? b : a), null);
}

function periodsOfFirstYear(
  { effective, timeZone, fiscalYearStart }: Term,
  unit: PeriodUnit,
  { start }: Interval,
): Period[] {
  const nextYear = Temporal.PlainDate.from(effective.from).add({ years: 1 }).toString();
  const end = startOfLocalDate(nextYear, timeZone);
  const periods = [];
  let period = periodContaining(start, unit, timeZone, fiscalYearStart);
  for (; period.start < end; period = nextPeriod(period, timeZone, fiscalYearStart)) periods.push(period);
  return periods;
}

function scheduledOf(calendar: CalendarTerms): (period: Period) => ScheduledPeriod {
  return ({ name, start, end }) => {
    const scheduled = scheduledMinutes(calendar, { start, end });
    return { name, scheduled, minutes: countMinutes(scheduled) };
  };
}

function open(periods: ScheduledPeriod[]): ScheduledPeriod[] {
  return periods.filter(({ minutes }) => minutes > 0);
}

function isWithin({ start, end }: Interval, window: Interval): boolean {
  return window.start <= start && end <= window.end;
}

function cut(period: Period, { start, end }: Interval): Period {
  return { ...period, start: Math.max(period.start, start), end: Math.min(period.end, end) };
}
