// The months, quarters and years that promises are judged over (measurement.md section 1).
import type { PeriodUnit } from '../agreement/agreement.ts';
import type { Instant } from './instant.ts';
import { startOfLocalDate } from './local-date.ts';
import { localDateAt } from './wall-clock.ts';

/** A calendar period of a zone, `[start, end)`, under its name: `2026-07`, `2026-Q3` or `2026`. */
export type Period = { name: string; unit: PeriodUnit; start: Instant; end: Instant };

/** A period as calendar months: the first one, counted from January of year 0, and how many there are. */
type Months = { unit: PeriodUnit; first: number };

const monthsIn = { month: 1, quarter: 3, year: 12 };

/**
 * The bounds of the period called `name`. With a fiscal start month `m` other than 1, fiscal year `Y`
 * starts in month `m` of `Y - 1`; quarters follow it, months keep their names. Throws a RangeError on a
 * name that is none.
 */
export function periodBounds(name: string, zone: string, fiscalStartMonth: number): Period {
  return asPeriod(monthsOf(name, fiscalStartMonth), zone, fiscalStartMonth);
}

/** The one period whose `[start, end)` holds `instant`. */
export function periodContaining(
  instant: Instant,
  unit: PeriodUnit,
  zone: string,
  fiscalStartMonth: number,
): Period {
  const { year, month } = Temporal.PlainDate.from('1970-01-01').add({ days: localDateAt(instant, zone) });
  const sinceFiscalStart = year * 12 + month - 1 - monthsBeforeFiscalStart(fiscalStartMonth);
  const first = year * 12 + month - 1 - modulo(sinceFiscalStart, monthsIn[unit]);
  const period = asPeriod({ unit, first }, zone, fiscalStartMonth);
  // Where clocks went back over midnight the old date shows again after the new period has begun.
  return instant < period.end ? period : nextPeriod(period, zone, fiscalStartMonth);
}

/** The periods of `unit` that make up `period`, in order; empty when the unit is longer than the period. */
export function periodsWithin(
  period: Period,
  unit: PeriodUnit,
  zone: string,
  fiscalStartMonth: number,
): Period[] {
  const { first } = monthsOf(period.name, fiscalStartMonth);
  const count = Math.floor(monthsIn[period.unit] / monthsIn[unit]);
  return Array.from({ length: count }, (_, index) =>
    asPeriod({ unit, first: first + index * monthsIn[unit] }, zone, fiscalStartMonth),
  );
}

/** The period of the same unit that starts where `period` ends. */
export function nextPeriod(period: Period, zone: string, fiscalStartMonth: number): Period {
  return moved(period, 1, zone, fiscalStartMonth);
}

/** The period of the same unit that ends where `period` starts. */
export function previousPeriod(period: Period, zone: string, fiscalStartMonth: number): Period {
  return moved(period, -1, zone, fiscalStartMonth);
}

function moved(period: Period, by: number, zone: string, fiscalStartMonth: number): Period {
  const { unit, first } = monthsOf(period.name, fiscalStartMonth);
  return asPeriod({ unit, first: first + by * monthsIn[unit] }, zone, fiscalStartMonth);
}

function monthsOf(name: string, fiscalStartMonth: number): Months {
  const [, year, quarter, month] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/.exec(name) ?? [];
  if (year === undefined) {
    throw new RangeError(
      `got "${name}"; a period is a month, a quarter or a year, such as 2026-07, 2026-Q3 or 2026`,
    );
  }
  const january = Number(year) * 12;
  if (month !== undefined) return { unit: 'month', first: january + Number(month) - 1 };
  const start = january + monthsBeforeFiscalStart(fiscalStartMonth);
  if (quarter !== undefined) return { unit: 'quarter', first: start + (Number(quarter) - 1) * 3 };
  return { unit: 'year', first: start };
}

/** Months from January of the year that a fiscal year is named after to its first month: 0, or less. */
function monthsBeforeFiscalStart(fiscalStartMonth: number): number {
  if (!Number.isInteger(fiscalStartMonth) || fiscalStartMonth < 1 || fiscalStartMonth > 12) {
    throw new RangeError(
      `got ${fiscalStartMonth}; a fiscal start month is a whole number from 1 to 12, such as 4`,
    );
  }
  return fiscalStartMonth === 1 ? 0 : fiscalStartMonth - 13;
}

function asPeriod({ unit, first }: Months, zone: string, fiscalStartMonth: number): Period {
  return {
    name: nameOf({ unit, first }, fiscalStartMonth),
    unit,
    start: startOfLocalDate(firstDateOf(first), zone),
    end: startOfLocalDate(firstDateOf(first + monthsIn[unit]), zone),
  };
}

function nameOf({ unit, first }: Months, fiscalStartMonth: number): string {
  if (unit === 'month') return firstDateOf(first).slice(0, 7);
  const sinceYearZero = first - monthsBeforeFiscalStart(fiscalStartMonth);
  const year = String(Math.floor(sinceYearZero / 12)).padStart(4, '0');
  return unit === 'year' ? year : `${year}-Q${modulo(sinceYearZero, 12) / 3 + 1}`;
}

function firstDateOf(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String(modulo(month, 12) + 1).padStart(2, '0')}-01`;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
