// Clocks that nothing has decided yet, in the order in which they want an answer. Pure.
import type { SupportResponse } from '@upheld/shared/api/ticket-records';
import { kindWords, serviceWords } from '../words/clocks.ts';
import { printInstant } from '../words/instant.ts';
import { ticketHref } from './links.ts';

export type Standing = SupportResponse['standings'][number];
export type LiveClock = Standing['running']['clocks'][number];
export type RunningRow = ReturnType<typeof runningRow>;

const order = ['at-risk', 'running', 'still'] as const;

/** At risk first, then the next due, then those that stand still; `more` are not listed. */
export function runningClocks(standings: Standing[], id: string, zone: string) {
  const rows = standings.flatMap(({ source, matrix, running }) =>
    running.clocks.map((clock) => ({ clock, row: runningRow(clock, { source, matrix, id, zone }) })),
  );
  rows.sort((a, b) => order.indexOf(a.row.state) - order.indexOf(b.row.state) || dueOf(a) - dueOf(b));
  return {
    rows: rows.map(({ row }) => row),
    more: standings.reduce((sum, { running }) => sum + running.more, 0),
  };
}

function dueOf({ clock }: { clock: LiveClock }): number {
  return clock.dueAt ?? 0;
}

type Place = { source: string; matrix: string; id: string; zone: string };

function runningRow(clock: LiveClock, { source, matrix, id, zone }: Place) {
  const { ticket, kind, severity, dueAt, standsStillSince, meaning, leftMs, pausedMs } = clock;
  return {
    key: [matrix, source, ticket, kind].join(' '),
    ...{ ticket, severity, source, meaning },
    href: ticketHref(id, source, ticket),
    kind: kindWords[kind].name,
    state: stateOf(clock),
    due: dueAt === null ? null : printInstant(dueAt, zone),
    since: standsStillSince === null ? null : printInstant(standsStillSince, zone),
    left: serviceWords(leftMs),
    paused: pausedMs === 0 ? '' : serviceWords(pausedMs),
  };
}

/** At risk: three quarters of the promised time are used, and it still runs. */
function stateOf({ standsStillSince, elapsedMs, leftMs }: LiveClock): (typeof order)[number] {
  if (standsStillSince !== null) return 'still';
  return elapsedMs >= 3 * leftMs ? 'at-risk' : 'running';
}
