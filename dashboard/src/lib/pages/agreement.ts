// What an agreement's page shows, from the collector's records to words. Pure.
import type { AgreementResponse } from '@upheld/shared/api/responses';
import type { Statement } from '@upheld/shared/evaluation/statement';
import { printDate, printInstant } from '../words/instant.ts';
import { readable } from '../words/names.ts';
import { periodLabel } from '../words/period.ts';
import { partiesLine, periodSentence } from '../words/verdict-sentence.ts';
import { creditsView } from './credits.ts';
import { agreementHref, objectiveHref, sourcesHref, supportHref } from './links.ts';
import { columnsOf, promiseGroups } from './promise-rows.ts';
import { scoreView } from './score.ts';
import { staleDeskNotices } from './stale-desks.ts';
import { openTriggers } from './triggers.ts';

/** One agreement over one period, worst promise first. */
export function agreementPage(response: AgreementResponse) {
  const { agreement, periods, statement, assessment, triggers, staleDesks } = response;
  const groups = promiseGroups(agreement.id, agreement.parties, statement);
  const rows = groups.flatMap((group) => group.rows);
  const open = statement.end > statement.asOf;
  return {
    headline: periodSentence(
      statement.period,
      open,
      rows.map(({ name, verdict }) => ({ name, verdict })),
    ),
    name: agreement.name,
    parties: partiesLine(agreement.parties),
    period: periodLabel(statement.period),
    window: windowWords(statement, agreement.timeZone),
    open,
    zone: agreement.timeZone,
    asOf: printInstant(statement.asOf, agreement.timeZone),
    choices: periodChoices(agreement.id, periods, statement.period),
    columns: columnsOf(statement),
    groups,
    score: scoreView(assessment.score, open),
    credits: creditsView(agreement.id, statement, assessment.credits),
    triggers: openTriggers(triggers, agreement.timeZone),
    staleDesks: staleDeskNotices(staleDesks, statement.end, agreement.timeZone),
    supportHref: supportHrefOf(agreement.id, statement),
    sourcesHref: sourcesHref(agreement.id),
    skipped: statement.skipped.map(({ name, reason }) => ({
      ...{ name: readable(name), reason, href: objectiveHref(agreement.id, name, {}) },
    })),
  };
}

/** The quarters to choose from, the current one first; the one shown is among them even where the list does not name it. */
export function periodChoices(id: string, periods: string[], shown: string) {
  const names = periods.includes(shown) ? periods : [shown, ...periods];
  return names.map((name) => ({
    name,
    label: periodLabel(name),
    href: agreementHref(id, name),
    note: name === periods[0] ? 'so far' : '',
    shown: name === shown,
  }));
}

/** Null where no support is promised. */
function supportHrefOf(id: string, { promises, period }: Statement): string | null {
  return promises.some(({ kind }) => kind === 'support') ? supportHref(id, period) : null;
}

/** First and last day: `1 Jul 2026 to 30 Sep 2026`. */
function windowWords({ start, end }: Statement, zone: string): string {
  return `${printDate(start, zone)} to ${printDate(end - 1, zone)}`;
}
