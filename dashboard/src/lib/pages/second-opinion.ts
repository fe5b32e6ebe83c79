// What the ticket systems themselves say of their clocks, beside ours. Pure.
import type { SupportResponse, TicketResponse } from '@upheld/shared/api/ticket-records';
import { disagreementReasons } from '@upheld/shared/tickets/disagreement';
import type { Instant } from '@upheld/shared/time/instant';
import { clockStateWord, vendorKindWords } from '../words/clocks.ts';
import { printInstant } from '../words/instant.ts';
import { counted } from '../words/number.ts';
import { ticketHref } from './links.ts';

type Standing = SupportResponse['standings'][number];
type Disagreement = NonNullable<Standing['opinion']>['disagreements'][number];
type AccountOpinion = TicketResponse['accounts'][number]['account']['opinions'][number];

/** One entry for each desk whose system says something. */
export function secondOpinions(standings: Standing[], id: string, zone: string) {
  return standings.flatMap(({ matrix, source, opinion }) => {
    if (opinion === null) return [];
    const rows = opinion.disagreements.map((differing, place) => ({
      key: `${differing.ticket} ${differing.kind} ${place}`,
      href: ticketHref(id, source, differing.ticket),
      ...disagreementRow(differing, zone),
    }));
    return [{ ...{ matrix, source, rows, more: opinion.more }, sentence: sentenceOf(opinion) }];
  });
}

function sentenceOf({ agreed, notPromised, disagreements, more }: NonNullable<Standing['opinion']>): string {
  const differing = disagreements.length + more;
  const all = agreed + differing;
  const rest =
    notPromised === 0
      ? ''
      : ` It keeps ${counted(notPromised, 'more clock')} that this agreement does not promise.`;
  if (all === 0) return `Nothing that it says is about a promised clock.${rest}`;
  if (differing === 0) return `It says the same of all ${counted(all, 'clock')}.${rest}`;
  return `Of ${counted(all, 'clock')} it says the same of ${agreed} and something else of ${differing}.${rest}`;
}

function disagreementRow({ ticket, kind, ours, theirs, reason }: Disagreement, zone: string) {
  return {
    ticket,
    kind: vendorKindWords[kind],
    ours: { state: ours.state, word: clockStateWord[ours.state], due: dueOf(ours, zone) },
    theirs: { state: theirs.state, word: clockStateWord[theirs.state], due: dueOf(theirs, zone) },
    readAt: printInstant(theirs.readAt, zone),
    reason: disagreementReasons[reason],
  };
}

function dueOf({ dueAt }: { dueAt: Instant | null }, zone: string) {
  return dueAt === null ? null : printInstant(dueAt, zone);
}

/** What the system says of the clocks of one ticket. */
export function ticketOpinions(opinions: AccountOpinion[], zone: string) {
  return opinions.map((opinion) => ({
    kind: vendorKindWords[opinion.kind],
    theirs: { state: opinion.state, word: clockStateWord[opinion.state], due: dueOf(opinion, zone) },
    readAt: printInstant(opinion.readAt, zone),
    ours: opinion.disagreement === null ? null : clockStateWord[opinion.disagreement.ours.state],
    reason: opinion.disagreement === null ? null : disagreementReasons[opinion.disagreement.reason],
  }));
}
