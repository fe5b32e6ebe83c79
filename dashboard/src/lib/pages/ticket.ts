// What a ticket's page shows: what happened, what counted as a response and why, and what became of each clock. Pure.
import type { AgreementSummary } from '@upheld/shared/api/responses';
import type { TicketResponse } from '@upheld/shared/api/ticket-records';
import { MINUTE } from '@upheld/shared/time/instant';
import { printInstant } from '../words/instant.ts';
import { joined, readable } from '../words/names.ts';
import { counted } from '../words/number.ts';
import { spanWords } from '../words/span.ts';
import { deskStanding } from './desk-standing.ts';
import { supportHref, ticketHref } from './links.ts';
import { ticketOpinions } from './second-opinion.ts';
import { stateOf, ticketClocks, toldClocks } from './ticket-clocks.ts';
import type { Account, TicketClock } from './ticket-clocks.ts';
import { ticketLedger } from './ticket-ledger.ts';

export type TicketPage = ReturnType<typeof ticketPage>;

/** One ticket of a desk, under every matrix that is read from the desk. */
export function ticketPage(
  { system, desk, accounts }: TicketResponse,
  agreement: AgreementSummary,
  source: string,
) {
  const { id, timeZone: zone, parties } = agreement;
  const [account] = accounts.map((each) => each.account);
  const { mergedInto = null, merged = [], deletedAt = null, pauses = [] } = account ?? {};
  const link = (ticket: string) => ({ ticket, href: ticketHref(id, source, ticket) });
  const named = (party: string | null) => parties.find((known) => known.id === party)?.name ?? party;
  return {
    headline: headlineOf(account, accounts),
    ...{ source, zone, ticket: account?.ticket ?? '', supportHref: supportHref(id) },
    asOf: printInstant(system.asOf, zone),
    desk: deskStanding(source, desk, system.asOf, zone),
    mergedInto: mergedInto === null ? null : link(mergedInto),
    merged: merged.map(link),
    left: deletedAt === null ? null : printInstant(deletedAt, zone),
    matrices: accounts.map(({ matrix, owedBy, waitingOnReporterPauses, account: own }) => ({
      ...{ name: matrix, label: readable(matrix), owedBy: named(owedBy) },
      clocks: ticketClocks(own, zone),
      resolutions: resolutionWords(own),
      pauses: pauseWords(waitingOnReporterPauses),
      opinions: ticketOpinions(own.opinions, zone),
    })),
    supplier: joined([...new Set(accounts.flatMap(({ owedBy }) => named(owedBy) ?? []))]),
    ledger: ticketLedger(
      accounts.map(({ matrix, account: own }) => ({
        label: accounts.length > 1 ? readable(matrix) : '',
        account: own,
      })),
      { zone, pausing: accounts.some((each) => each.waitingOnReporterPauses.length > 0) },
    ),
    waits: pauses.map(({ start, end }) => ({
      from: printInstant(start, zone),
      to: end === null ? null : printInstant(end, zone),
      length: spanWords(((end ?? system.asOf) - start) / MINUTE),
    })),
    replies: repliesWords(account),
  };
}

/** `Ticket 4755: first response late, 2 of 3 updates in time, resolution running.` */
function headlineOf(account: Account | undefined, accounts: TicketResponse['accounts']): string {
  if (account === undefined) return 'Nothing is known of this ticket.';
  const clocks = accounts.flatMap(({ account: own }) =>
    own.clocks.map((clock) => ({ ...clock, state: stateOf(clock, own) })),
  );
  const clauses = [
    ...stateWords('first response', clocks, 'first-response'),
    ...updateWords(clocks.filter(({ kind }) => kind === 'update')),
    ...stateWords('resolution', clocks, 'total-resolution'),
  ];
  if (clauses.length === 0) return `Ticket ${account.ticket}: nothing is promised for it.`;
  return `Ticket ${account.ticket}: ${clauses.join(', ')}.`;
}

const endings: Record<ToldClock['state'], string> = {
  met: 'in time',
  missed: 'late',
  unknown: 'unknown',
  running: 'still running',
  paused: 'standing still',
  merged: 'ended by a merge',
  deleted: 'uncounted, because the ticket left the desk',
};

type ToldClock = Omit<TicketClock, 'state'> & { state: ReturnType<typeof stateOf> };

function stateWords(name: string, clocks: ToldClock[], kind: TicketClock['kind']): string[] {
  const states = clocks.filter((clock) => clock.kind === kind).map(({ state }) => endings[state]);
  return states.length === 0 ? [] : [`${name} ${[...new Set(states)].join(' and ')}`];
}

function updateWords(updates: ToldClock[]): string[] {
  const decided = updates.filter(({ decidedAt }) => decidedAt !== null);
  if (decided.length === 0) return [];
  const inTime = decided.filter(({ state }) => state === 'met').length;
  return [`${inTime} of ${counted(decided.length, 'update')} in time`];
}

function pauseWords(pauses: TicketResponse['accounts'][number]['waitingOnReporterPauses']): string {
  if (pauses.length === 0) return 'By the agreement no clock stands still meanwhile.';
  const kinds = joined(pauses.map((kind) => (kind === 'updates' ? 'updates' : 'the resolution')));
  const clocks = pauses.length === 1 ? `clock of ${kinds} stands` : `clocks of ${kinds} stand`;
  return `By the agreement the ${clocks} still meanwhile; that of the first response never does.`;
}

function resolutionWords(account: Account): string {
  if (!toldClocks(account).some(({ kind }) => kind === 'first-resolution')) return '';
  return 'The resolution that is promised is the whole: it runs on where a ticket is reopened. The first resolution is told beside it.';
}

/** `1 of 3 replies and notes counts as a response.` */
function repliesWords(account: Account | undefined): string {
  const replies = account?.replies ?? [];
  if (replies.length === 0) return 'Nobody has written on it yet.';
  const counting = replies.filter(({ counts }) => counts).length;
  const verb = counting === 1 ? 'counts as a response' : 'count as responses';
  return `Of ${counted(replies.length, 'reply or note', 'replies and notes')}, ${counting === 0 ? 'none' : counting} ${verb}.`;
}
