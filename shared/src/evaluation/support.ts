// How support stands at an agreement's desks right now, and the account of one ticket.
import type { Agreement, SupportMatrix } from '../agreement/agreement.ts';
import { versionsOf } from '../agreement/versions.ts';
import type { VendorClock } from '../facts/vendor-clock.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import { liveClocks, type LiveClock } from '../tickets/live-clocks.ts';
import { certainClocks } from '../tickets/observed.ts';
import { secondOpinion, type Disagreement } from '../tickets/second-opinion.ts';
import { ticketAccount, type TicketAccount } from '../tickets/ticket-account.ts';
import type { Instant } from '../time/instant.ts';
import { deskInputs } from './desk-clocks.ts';
import type { Facts } from './facts.ts';

/** What is known of desks; `opinions` is what the system of a source says of its own clocks. */
export type DeskFacts = Pick<Facts, 'desk'> & { opinions: (source: string) => VendorClock[] };

/** As many running clocks and disagreements are told; there may be tens of thousands. */
export const mostListed = 200;

/**
 * One support matrix and one desk that it was read from. Of resolutions it tells the total alone, which is what
 * promises are judged by.
 *
 * - `open`: by severity, the tickets for which a promised clock runs or stands still.
 * - `running`: those clocks, the next due first, then those that stand still; `more` of them are not listed.
 * - `unknown`: how many clocks fell due while the desk could not be read, or cannot be told for sure.
 * - `deleted`: the clocks that ended uncounted because their ticket left the desk, the latest to start first.
 * - `opinion`: how often the system itself says the same; null where it says nothing.
 */
export type SupportStanding = {
  matrix: string;
  source: string;
  owedBy: string | null;
  open: { severity: number; tickets: number }[];
  running: { clocks: LiveClock[]; more: number };
  unknown: number;
  deleted: { clocks: SupportClock[]; more: number };
  opinion: { agreed: number; notPromised: number; disagreements: Disagreement[]; more: number } | null;
};

/** Every support matrix that was ever agreed, as it stands at `asOf`, in the order of the agreement. */
export function supportStandings(agreement: Agreement, facts: DeskFacts, asOf: Instant): SupportStanding[] {
  return deskInputs(agreement, facts, asOf).map(({ matrix, source, input }) => {
    const clocks = certainClocks(input);
    const running = liveClocks(input, clocks).filter(isJudged);
    const judged = clocks.filter(isJudged);
    const opinions = facts.opinions(source);
    const deleted = judged.filter(({ state }) => state === 'deleted').sort((a, b) => b.startAt - a.startAt);
    return {
      ...{ matrix, source, owedBy: lastTerms(agreement, matrix)?.owedBy ?? null },
      open: openTickets(running),
      running: listed(running),
      unknown: judged.filter(({ state }) => state === 'unknown').length,
      deleted: listed(deleted),
      opinion: opinions.length === 0 ? null : heard(secondOpinion(input, opinions, clocks)),
    };
  });
}

/** What is known of one ticket, under one matrix. While it waits, what `waitingOnReporterPauses` names stands still. */
export type MatrixAccount = {
  matrix: string;
  owedBy: string | null;
  waitingOnReporterPauses: SupportMatrix['waitingOnReporterPauses'];
  account: TicketAccount;
};

/**
 * The account of one ticket under each matrix that is read from its desk, in the order of the agreement; none
 * where nobody knows the ticket.
 */
export function ticketAccounts(
  agreement: Agreement,
  facts: DeskFacts,
  asked: { source: string; ticket: string; asOf: Instant },
): MatrixAccount[] {
  return deskInputs(agreement, facts, asked.asOf)
    .filter(({ source }) => source === asked.source)
    .flatMap(({ matrix, input }) => {
      const account = ticketAccount(input, asked.ticket, facts.opinions(asked.source));
      if (account === null) return [];
      const { owedBy = null, waitingOnReporterPauses = [] } = lastTerms(agreement, matrix) ?? {};
      return [{ matrix, owedBy, waitingOnReporterPauses, account }];
    });
}

function heard({ disagreements, ...counts }: ReturnType<typeof secondOpinion>): SupportStanding['opinion'] {
  return { ...counts, disagreements: disagreements.slice(0, mostListed), more: notListed(disagreements) };
}

function listed<T>(clocks: T[]): { clocks: T[]; more: number } {
  return { clocks: clocks.slice(0, mostListed), more: notListed(clocks) };
}

function notListed(all: unknown[]): number {
  return Math.max(0, all.length - mostListed);
}

function openTickets(running: LiveClock[]): SupportStanding['open'] {
  const tickets = Map.groupBy(running, ({ severity }) => severity);
  return [...tickets]
    .map(([severity, clocks]) => ({ severity, tickets: new Set(clocks.map(ticketOf)).size }))
    .sort((a, b) => a.severity - b.severity);
}

function isJudged({ kind }: Pick<SupportClock, 'kind'>): boolean {
  return kind !== 'first-resolution';
}

const ticketOf = ({ ticket }: Pick<SupportClock, 'ticket'>): string => ticket;

/** The last terms that have the matrix. */
function lastTerms(agreement: Agreement, matrix: string): SupportMatrix | undefined {
  const matrices = versionsOf(agreement).flatMap(({ terms }) => terms.support);
  return matrices.findLast(({ name }) => name === matrix);
}
