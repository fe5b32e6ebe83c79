// What a promise's page shows: one period of one source in full, and the way to the others. Pure.
import type { ObjectiveResponse } from '@upheld/shared/api/responses';
import type { PromisePeriod, PromiseStatement } from '@upheld/shared/evaluation/statement';
import { printInstant } from '../words/instant.ts';
import { midSentence, readable, sentenceCase } from '../words/names.ts';
import { outlookSentences } from '../words/outlook.ts';
import { periodLabel } from '../words/period.ts';
import { displayWords, partTargetWords, targetWords } from '../words/promise.ts';
import { chartsOf } from './charts.ts';
import { clockTable } from './clocks.ts';
import { dayTable } from './days.ts';
import { agreementHref, objectiveHref, supportHref } from './links.ts';
import { firstToShow } from './order.ts';
import { rangesOf } from './outages.ts';
import { detailOf } from './promise-cells.ts';
import { staleDeskNotices } from './stale-desks.ts';
import { openTriggers } from './triggers.ts';
import { whyOf } from './why.ts';

/** What the address asks for; null where it leaves the choice to the page. */
export type Asked = { period: string | null; part: string | null; source: string | null };

/** Null where the promise has no period that was asked for. */
export function objectivePage(response: ObjectiveResponse, asked: Asked) {
  const { agreement, promise } = response;
  const zone = agreement.timeZone;
  const shown = shownPeriod(promise, asked);
  if (shown === undefined) return null;
  const period = asked.period ?? agreement.period;
  return {
    name: readable(promise.name),
    unit: sentenceCase(promise.words.unit),
    why: whyOf(response, shown),
    agreementHref: agreementHref(agreement.id, period),
    headline: headlineOf(promise, shown),
    shown: { period: shown.period, source: shown.source },
    verdict: shown.verdict,
    period: periodLabel(shown.period),
    open: shown.state === 'open',
    irrecoverable: shown.irrecoverable && shown.state === 'open',
    atRisk: shown.atRisk,
    outlook: outlookSentences(shown, zone),
    zone,
    asOf: printInstant(agreement.asOf, zone),
    choices: choicesOf(agreement.id, promise, period, shown),
    periods: quartersOf(response, period),
    charts: chartsOf(promise, shown, agreement.asOf, zone),
    ranges: shown.ledger === undefined ? null : rangesOf(shown, zone),
    days: dayTable(promise, shown),
    clocks: clocksOf(response, shown),
    staleDesks: staleDeskNotices(response.staleDesks, shown.end, zone),
    supportHref: promise.kind === 'support' ? supportHref(agreement.id, period) : null,
    exclusions: exclusionRows(response, shown),
    triggers: openTriggers(response.triggers, zone),
  };
}

export type ObjectivePage = NonNullable<ReturnType<typeof objectivePage>>;

function shownPeriod(promise: PromiseStatement, { part, source }: Asked): PromisePeriod | undefined {
  const wanted = promise.periods.filter(
    (period) => (part === null || period.period === part) && (source === null || period.source === source),
  );
  return firstToShow(wanted);
}

/** `In August 2026, uptime was missed: 99.790 % (23 min bad) against at least 99.9 %.` */
export function headlineOf(promise: PromiseStatement, period: PromisePeriod): string {
  const open = period.state === 'open';
  const where = period.source === null ? '' : ` of ${period.source}`;
  const subject = `In ${periodLabel(period.period)}${open ? ' so far' : ''}, ${midSentence(promise.name)}${where}`;
  const verb = open ? 'is' : 'was';
  const value = displayWords(period.display);
  const detail = detailOf(promise, period);
  const part = period.parts[period.deciding ?? 0];
  const target = part === undefined ? targetWords(promise) : partTargetWords(part);
  const figures = value === null ? '' : `${value}${detail === '' ? '' : ` (${detail})`} against ${target}`;
  if (period.verdict === 'excluded') return `${subject} ${verb} excluded: nothing of the period counts.`;
  const said =
    period.verdict === 'undetermined'
      ? open
        ? 'cannot be judged yet'
        : 'could not be determined'
      : `${verb} ${period.verdict}`;
  return `${subject} ${said}${figures === '' ? '' : `: ${figures}`}.`;
}

function clocksOf({ agreement, promise }: ObjectiveResponse, shown: PromisePeriod) {
  if (shown.clocks === undefined) return null;
  const [source, ...others] = promise.sources;
  const desk = source === undefined || others.length > 0 ? null : { agreement: agreement.id, source };
  return clockTable(shown, promise.indicator, { asOf: agreement.asOf, zone: agreement.timeZone, desk });
}

function choicesOf(id: string, promise: PromiseStatement, period: string, shown: PromisePeriod) {
  if (promise.periods.length < 2) return [];
  const manyPeriods = new Set(promise.periods.map((candidate) => candidate.period)).size > 1;
  return promise.periods.map((candidate) => ({
    key: `${candidate.period} ${candidate.source ?? ''}`,
    label: joinedLabel(manyPeriods ? periodLabel(candidate.period) : '', candidate.source),
    verdict: candidate.verdict,
    href: objectiveHref(id, promise.name, { period, part: candidate.period, source: candidate.source }),
    shown: candidate === shown,
  }));
}

function joinedLabel(period: string, source: string | null): string {
  return [period, source ?? ''].filter((part) => part !== '').join(', ');
}

function quartersOf({ agreement, promise, periods }: ObjectiveResponse, shown: string) {
  const names = periods.includes(shown) ? periods : [shown, ...periods];
  return names.map((name) => ({
    name,
    label: periodLabel(name),
    href: objectiveHref(agreement.id, promise.name, { period: name }),
    note: name === periods[0] ? 'so far' : '',
    shown: name === shown,
  }));
}

function exclusionRows({ agreement, exclusions }: ObjectiveResponse, shown: PromisePeriod) {
  return exclusions
    .filter(({ start, end }) => start < shown.end && end > shown.start)
    .map((exclusion) => ({
      name: readable(exclusion.name),
      category: readable(exclusion.category),
      start: printInstant(exclusion.start, agreement.timeZone),
      end: printInstant(exclusion.end, agreement.timeZone),
      effect: exclusion.effect === 'remove' ? 'does not count' : 'counts as good',
      state: exclusion.approved ? 'approved by both parties' : 'not approved: it does nothing',
      approved: exclusion.approved,
      reason: exclusion.reason,
    }));
}
