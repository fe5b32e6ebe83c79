// The periods that somebody asks about: a range of names, or the last ones that have ended.
import type { Agreement, PeriodUnit } from '../agreement/agreement.ts';
import { effectiveWindow } from '../time/effective.ts';
import type { Instant } from '../time/instant.ts';
import { nextPeriod, periodBounds, periodContaining, previousPeriod } from '../time/period.ts';

/** Three years of months. Each is read and judged for itself. */
const mostPeriods = 36;

/**
 * The names in `2026-Q1..2026-Q3`, both included; a single name is itself. Throws a RangeError on a name
 * that is none, on two of different length, on a range that runs backwards and on too long a one.
 */
export function periodRange({ timeZone, fiscalYearStart }: Agreement, text: string): string[] {
  const [from = '', to = from, ...more] = text.split('..');
  if (more.length > 0) throw new RangeError(`got "${text}"; ${rangeRule}`);
  const first = periodBounds(from, timeZone, fiscalYearStart);
  const last = periodBounds(to, timeZone, fiscalYearStart);
  if (first.unit !== last.unit || last.start < first.start) {
    throw new RangeError(`got "${text}"; ${rangeRule}`);
  }
  const names = [first.name];
  for (let period = first; period.name !== last.name;) {
    period = nextPeriod(period, timeZone, fiscalYearStart);
    names.push(period.name);
    if (names.length > mostPeriods) {
      throw new RangeError(`got "${text}"; at most ${mostPeriods} periods are judged at once`);
    }
  }
  return names;
}

const rangeRule = 'a range has a first and a last period of one kind, in order, such as 2026-Q1..2026-Q3';

/**
 * The last periods of that unit that have ended at `asOf`, oldest first, at most `count` and none before the
 * agreement began. Throws a RangeError where there is none, or `count` is no number from 1 to 36.
 */
export function lastPeriods(agreement: Agreement, unit: PeriodUnit, asOf: Instant, count: number): string[] {
  if (!Number.isInteger(count) || count < 1 || count > mostPeriods) {
    throw new RangeError(
      `got ${count}; how many periods is a whole number from 1 to ${mostPeriods}, such as 4`,
    );
  }
  const { timeZone, fiscalYearStart, effective, name } = agreement;
  const begins = effectiveWindow(effective, timeZone).start;
  const current = periodContaining(asOf, unit, timeZone, fiscalYearStart);
  const names: string[] = [];
  let period = previousPeriod(current, timeZone, fiscalYearStart);
  while (names.length < count && period.end > begins) {
    names.unshift(period.name);
    period = previousPeriod(period, timeZone, fiscalYearStart);
  }
  if (names.length > 0) return names;
  throw new RangeError(`no ${unit} of ${name} has ended yet; ask for the one that runs, ${current.name}`);
}
