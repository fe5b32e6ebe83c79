// How support stands at an agreement's desks: the matrix of a period, and the clocks and desks of now. Pure.
import type { AgreementResponse } from '@upheld/shared/api/responses';
import type { SupportResponse } from '@upheld/shared/api/ticket-records';
import { kindWords } from '../words/clocks.ts';
import { printInstant } from '../words/instant.ts';
import { joined, readable } from '../words/names.ts';
import { counted } from '../words/number.ts';
import { periodLabel } from '../words/period.ts';
import { periodSentence } from '../words/verdict-sentence.ts';
import { deskStanding } from './desk-standing.ts';
import { agreementHref, supportHref, ticketHref } from './links.ts';
import { runningClocks } from './running-clocks.ts';
import type { RunningRow, Standing } from './running-clocks.ts';
import { secondOpinions } from './second-opinion.ts';
import { supportMatrices } from './support-matrix.ts';

export type SupportPage = ReturnType<typeof supportPage>;

/** The period of the agreement's answer; everything about running clocks and desks is of now. */
export function supportPage({ agreement, periods, statement }: AgreementResponse, support: SupportResponse) {
  const { id, timeZone: zone, parties } = agreement;
  const { asOf } = support.system;
  const matrices = supportMatrices(id, parties, statement);
  const running = runningClocks(support.standings, id, zone);
  const open = statement.end > statement.asOf;
  return {
    headline: headlineOf(matrices, support.standings, { period: statement.period, open }),
    now: nowSentence(running.rows, running.more),
    ...{ zone, open, matrices, running, period: periodLabel(statement.period) },
    asOf: printInstant(asOf, zone),
    agreementHref: agreementHref(id, statement.period),
    choices: choicesOf(id, periods, statement.period),
    desks: [...new Set(support.standings.map(({ source }) => source))].map((source) => ({
      ...deskStanding(source, support.desks.find((desk) => desk.source === source) ?? null, asOf, zone),
      matrices: support.standings
        .filter((standing) => standing.source === source)
        .map(({ matrix }) => readable(matrix)),
      unknown: unknownOf(support.standings, source),
    })),
    opinions: secondOpinions(support.standings, id, zone),
    left: leftClocks(support.standings, id, zone),
  };
}

function headlineOf(
  matrices: ReturnType<typeof supportMatrices>,
  standings: Standing[],
  { period, open }: { period: string; open: boolean },
): string {
  if (matrices.length === 0 && standings.length === 0) return 'This agreement promises no support.';
  const rows = matrices.flatMap(({ severities }) => severities).flatMap((severity) => severity.rows);
  return periodSentence(period, open, rows, 'support promise');
}

/** `3 clocks run now, 1 of them at risk; 1 stands still while its reporter is waited for.` */
function nowSentence(rows: RunningRow[], more: number): string {
  const of = (state: RunningRow['state']) => rows.filter((row) => row.state === state).length;
  const [atRisk, still] = [of('at-risk'), of('still')];
  const all = atRisk + of('running');
  if (rows.length === 0) return 'No promised clock runs now: nothing waits for an answer.';
  const over = more > 0 ? 'More than ' : '';
  const runs =
    all === 0 ? 'No clock runs now' : `${over}${counted(all, 'clock')} ${all === 1 ? 'runs' : 'run'} now`;
  const risk = atRisk === 0 ? '' : `, ${atRisk} of them at risk`;
  const waits = still === 0 ? '' : `; ${still} ${still === 1 ? 'stands' : 'stand'} still for the reporter`;
  return `${runs}${risk}${waits}.`;
}

function choicesOf(id: string, periods: string[], shown: string) {
  const names = periods.includes(shown) ? periods : [shown, ...periods];
  return names.map((name) => ({
    ...{ name, label: periodLabel(name), href: supportHref(id, name) },
    note: name === periods[0] ? 'so far' : '',
    shown: name === shown,
  }));
}

/** Under every matrix that is read from the desk. */
function unknownOf(standings: Standing[], source: string): string {
  const own = standings.filter((standing) => standing.source === source);
  const count = own.reduce((sum, { unknown }) => sum + unknown, 0);
  if (count === 0) return '';
  return `${counted(count, 'clock')} of its tickets ${count === 1 ? 'is' : 'are'} unknown since the agreement began: nobody can tell whether they were answered in time.`;
}

/** Tickets that left their desk with the clocks that ended uncounted with them. */
function leftClocks(standings: Standing[], id: string, zone: string) {
  return {
    rows: standings.flatMap(({ matrix, source, deleted }) =>
      [...Map.groupBy(deleted.clocks, ({ ticket }) => ticket)].map(([ticket, clocks]) => ({
        key: [matrix, source, ticket].join(' '),
        ...{ ticket, source, href: ticketHref(id, source, ticket) },
        severity: joined([...new Set(clocks.map(({ severity }) => String(severity)))]),
        kinds: joined(clocks.map(({ kind }) => kindWords[kind].name.toLowerCase())),
        start: printInstant(Math.min(...clocks.map(({ startAt }) => startAt)), zone),
      })),
    ),
    more: standings.reduce((sum, { deleted }) => sum + deleted.more, 0),
  };
}
