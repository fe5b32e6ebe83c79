// Counted traffic on service hours that begin or end within an hour: what is counted by the hour of UTC cannot
// be cut there, so that hours at the edges never count (measurement.md section 4, "Traffic counted by a partner").
import type { CalendarTerms, Objective } from '../agreement/agreement.ts';
import { countsTraffic } from '../agreement/counted-source.ts';
import type { FullTerms } from '../agreement/document.ts';
import { displayNumber } from '../exact/display.ts';
import { compareRatios, percentage, ratio } from '../exact/ratio.ts';
import { HOUR, touchedHours, wholeHours } from '../measurement/due-hours.ts';
import { shortestPeriod } from '../time/shortest-period.ts';
import { readingAt } from '../time/wall-clock.ts';
import { grouped, listed, periodText } from './figures.ts';
import type { Finding, LintRule } from './warning.ts';

export const countedHours: LintRule = {
  name: 'counted-hours',
  find: (agreement) => agreement.objectives.flatMap((objective) => neverCovered(agreement, objective)),
};

function neverCovered(agreement: FullTerms, objective: Objective): Finding[] {
  const { name, clause, calendar, noData, indicator } = objective;
  const counted = indicator.sources.filter((source) =>
    agreement.sources.some((candidate) => candidate.name === source && countsTraffic(candidate)),
  );
  const terms = agreement.calendars[calendar];
  const period = terms === undefined ? null : shortestPeriod(agreement, objective.period, terms);
  if (counted.length === 0 || terms === undefined || period === null) return [];
  const [due, whole] = [touchedHours(period.scheduled), wholeHours(period.scheduled)];
  if (compareRatios(ratio(whole.size, due.size), percentage(noData.coverageFloor)) >= 0) return [];
  const partial = [...due].filter((hour) => !whole.has(hour));
  const best = displayNumber(ratio(whole.size * 100, due.size), 1);
  const counts = counted.length === 1 ? 'counts' : 'count';
  return [
    {
      path: `objectives.${name}.noData.coverageFloor`,
      clause,
      why:
        `${listed(counted)} ${counts} by the hour of UTC, and ${clockTimes(partial, terms)} lies partly outside the calendar ${calendar}: ` +
        `in ${periodText(period.name)} at most ${grouped(whole.size)} of ${grouped(due.size)} hours ever count, ${best} % where the floor is ${noData.coverageFloor}, so the verdict is always undetermined`,
      proposal: proposed(whole.size, due.size, calendar),
    },
  ];
}

/** Without a single whole hour no floor helps. */
function proposed(whole: number, due: number, calendar: string): string | null {
  const instead = `let the hours of calendars.${calendar} begin and end where those of UTC do`;
  const floor = Math.floor((100 * whole) / due);
  return floor === 0 ? null : `noData: { coverageFloor: ${floor}% } # or ${instead}`;
}

/** The times of day of hours, on the wall clock of the calendar: `09:00-10:00 in America/New_York`. */
function clockTimes(hours: number[], { timeZone }: CalendarTerms): string {
  const times = new Set(
    hours.map((hour) => `${clock(readingAt(hour, timeZone))}-${clock(readingAt(hour + HOUR, timeZone))}`),
  );
  return `${listed([...times].sort())} in ${timeZone}`;
}

function clock(reading: number): string {
  return Temporal.Instant.fromEpochMilliseconds(reading).toString().slice(11, 16);
}
