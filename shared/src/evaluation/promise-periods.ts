// When a promise is judged: its periods inside the one asked for, cut where an amendment takes effect and
// to the time in which the agreement counts (measurement.md sections 1 and 4).
import type { Agreement, PeriodUnit } from '../agreement/agreement.ts';
import type { Version } from '../agreement/versions.ts';
import { versionsOf } from '../agreement/versions.ts';
import { effectiveWindow } from '../time/effective.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { localDates } from '../time/local-date.ts';
import { periodsWithin } from '../time/period.ts';
import type { Period } from '../time/period.ts';
import type { Promised } from './promised.ts';
import { promisesOf } from './promised.ts';

/** A promise in every version of the agreement that makes it, in order. */
export type PromiseVersions = { name: string; period: PeriodUnit; versions: VersionedPromise[] };
export type VersionedPromise = { version: Version; promised: Promised };

/** One period of a promise under its name; without a part where the agreement does not count in it at all. */
export type PromiseWindow = Interval & { period: string; parts: Part[] };
/** A stretch of a period that is judged under one version of the terms. */
export type Part = { window: Interval; version: Version; promised: Promised };

/** Every promise that the agreement ever made: the newest version's in the order of its file, then those that it dropped. */
export function everyPromise(agreement: Agreement): PromiseVersions[] {
  const versions = versionsOf(agreement).map((version) => ({ version, promises: promisesOf(version.terms) }));
  const newestFirst = versions.toReversed().flatMap(({ promises }) => promises);
  const units = new Map(newestFirst.map(({ name, period }) => [name, period]));
  return [...units].map(([name, period]) => ({
    name,
    period,
    versions: versions.flatMap(({ version, promises }) =>
      promises.filter((promised) => promised.name === name).map((promised) => ({ version, promised })),
    ),
  }));
}

/** The periods of a promise, in order; none when its own period is longer than `asked`. */
export function promiseWindows(
  agreement: Agreement,
  asked: Period,
  promise: PromiseVersions,
): PromiseWindow[] {
  const { timeZone, fiscalYearStart } = agreement;
  const begins = effectiveWindow(agreement.effective, timeZone).start;
  return periodsWithin(asked, promise.period, timeZone, fiscalYearStart).map((period) => {
    const parts = promise.versions.flatMap((versioned) => partIn(period, timeZone, versioned));
    return { period: period.name, parts, ...hullOf(parts, period, begins) };
  });
}

/** The local days of a window that have begun at `asOf`. */
export function daysBegun(
  window: Interval,
  timeZone: string,
  asOf: Instant,
): (Interval & { date: string })[] {
  return localDates(window, timeZone).filter((day) => day.start < asOf);
}

function partIn(period: Period, timeZone: string, { version, promised }: VersionedPromise): Part[] {
  const counts = effectiveWindow(version.terms.effective, timeZone);
  const start = Math.max(period.start, version.from, counts.start);
  const end = Math.min(period.end, version.until, counts.end);
  return start < end ? [{ window: { start, end }, version, promised }] : [];
}

/** From the first part to the last; without any it is empty, where the agreement would begin to count. */
function hullOf(parts: Part[], period: Period, begins: Instant): Interval {
  const nowhere = Math.min(Math.max(period.start, begins), period.end);
  return { start: parts[0]?.window.start ?? nowhere, end: parts.at(-1)?.window.end ?? nowhere };
}
