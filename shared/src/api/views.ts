// How statements and occurrences become the records that the API answers with. Pure.
import type { Agreement, Exclusion, PeriodUnit } from '../agreement/agreement.ts';
import { versionsOf } from '../agreement/versions.ts';
import type { Verdict } from '../measurement/figures.ts';
import type { PromisePeriod, PromiseStatement, Statement } from '../evaluation/statement.ts';
import { saysSomething } from '../score/deciding-part.ts';
import { worstVerdict } from '../evaluation/worst.ts';
import { effectiveWindow } from '../time/effective.ts';
import type { Instant, Interval } from '../time/instant.ts';
import { periodContaining, previousPeriod } from '../time/period.ts';
import type { Occurrence } from '../triggers/trigger.ts';
import type { AgreementSummary, ObjectiveResponse, TriggerSummary } from './responses.ts';

/** A promise's verdict over all its periods and sources in a statement: the worst of those that tell. */
export function promiseVerdict({ periods }: Pick<PromiseStatement, 'periods'>): Verdict {
  return worstVerdict(tellingPeriods(periods).map((period) => period.verdict));
}

/**
 * The periods that say something about their promise: a month that is still to come, or without a ticket,
 * says nothing about a quarter, so it weighs only where there is nothing else.
 */
export function tellingPeriods(periods: PromisePeriod[]): PromisePeriod[] {
  const telling = periods.filter(saysSomething);
  return telling.length > 0 ? telling : periods;
}

/** The agreement in one line: its worst verdict, counts per verdict, and the promise to look at first. */
export function agreementSummary(
  agreement: Agreement,
  statement: Statement,
  occurrences: Occurrence[],
): AgreementSummary {
  const judged = statement.promises.filter((promise) => promise.periods.length > 0);
  const counts = { met: 0, missed: 0, undetermined: 0, excluded: 0 };
  for (const promise of judged) counts[promiseVerdict(promise)] += 1;
  const verdict = judged.length === 0 ? 'undetermined' : worstVerdict(judged.map(promiseVerdict));
  return {
    id: agreement.name,
    name: agreement.displayName,
    simulated: agreement.labels['simulated'] === 'true',
    timeZone: agreement.timeZone,
    parties: agreement.parties.map(({ id, name }) => ({ id, name })),
    period: statement.period,
    asOf: statement.asOf,
    verdict,
    counts,
    worst: firstToLookAt(judged, verdict),
    openTriggers: groupTriggers(occurrences).filter((trigger) => trigger.clearedAt === null).length,
  };
}

/** Occurrences gathered into triggers, open ones first, then the newest. */
export function groupTriggers(occurrences: Occurrence[]): TriggerSummary[] {
  const groups = Object.groupBy(occurrences, ({ agreement, trigger, promise, source }) =>
    JSON.stringify([agreement, trigger, promise, source]),
  );
  return Object.values(groups)
    .flatMap((gathered) => (gathered === undefined ? [] : [triggerOf(gathered)]))
    .sort((a, b) => Number(a.clearedAt !== null) - Number(b.clearedAt !== null) || b.openedAt - a.openedAt);
}

/** The quarters from the agreement's first day to `asOf`, newest first, at most `limit`. */
export function quartersSeen(agreement: Agreement, asOf: Instant, limit = 16): string[] {
  return periodsSeen(agreement, 'quarter', asOf, limit);
}

/** The years likewise, where a promise is or was judged by the year; else none, because quarters show it all. */
export function yearsSeen(agreement: Agreement, asOf: Instant, limit = 16): string[] {
  const promises = versionsOf(agreement).flatMap(({ terms }) => [...terms.objectives, ...terms.support]);
  const isByYear = promises.some(({ period }) => period === 'year');
  return isByYear ? periodsSeen(agreement, 'year', asOf, limit) : [];
}

/**
 * A quarter's statement with the promises that it skips because they are judged by the year, as they stand
 * in `year`; the quarter as it is without one.
 */
export function withYearly(quarter: Statement, year: Statement | undefined): Statement {
  const yearly = year?.promises.filter(({ period }) => period === 'year') ?? [];
  const skipped = quarter.skipped.filter(({ name }) => !yearly.some((promise) => promise.name === name));
  return { ...quarter, promises: [...quarter.promises, ...yearly], skipped };
}

function periodsSeen(agreement: Agreement, unit: PeriodUnit, asOf: Instant, limit: number): string[] {
  const { timeZone, fiscalYearStart } = agreement;
  const from = effectiveWindow(agreement.effective, timeZone).start;
  const names: string[] = [];
  let period = periodContaining(asOf, unit, timeZone, fiscalYearStart);
  do {
    names.push(period.name);
    period = previousPeriod(period, timeZone, fiscalYearStart);
  } while (period.end > from && names.length < limit);
  return names;
}

/** The exclusions of an agreement that touch a window and any of the given sources, acting or not. */
export function exclusionsTouching(
  exclusions: Exclusion[],
  agreement: string,
  sources: string[],
  window: Interval,
): ObjectiveResponse['exclusions'] {
  return exclusions
    .filter((exclusion) => exclusion.agreement === agreement)
    .filter(({ window: own }) => own.start < window.end && own.end > window.start)
    .filter((exclusion) => exclusion.sources?.some((name) => sources.includes(name)) ?? true)
    .map(({ name, category, window: own, effect, approved, reason }) => ({
      name,
      category,
      ...own,
      effect,
      approved,
      reason,
    }));
}

function firstToLookAt(judged: PromiseStatement[], verdict: Verdict): AgreementSummary['worst'] {
  const promise = judged.find((candidate) => promiseVerdict(candidate) === verdict);
  const period = promise?.periods.find((candidate) => candidate.verdict === verdict);
  if (promise === undefined || period === undefined) return null;
  return { promise: promise.name, verdict, display: period.display, target: promise.target };
}

function triggerOf(gathered: Occurrence[]): TriggerSummary {
  const occurrences = gathered.toSorted((a, b) => b.openedAt - a.openedAt);
  const open = occurrences.filter((occurrence) => occurrence.clearedAt === null);
  const [first] = occurrences as [Occurrence, ...Occurrence[]];
  const { agreement, trigger, type, promise, source } = first;
  const counted = open.length > 0 ? open : occurrences;
  return {
    agreement,
    trigger,
    type,
    promise,
    source,
    openedAt: Math.min(...counted.map((occurrence) => occurrence.openedAt)),
    clearedAt:
      open.length > 0 ? null : Math.max(...occurrences.map((occurrence) => occurrence.clearedAt ?? 0)),
    occurrences,
  };
}
