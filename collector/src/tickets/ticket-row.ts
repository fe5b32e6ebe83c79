// One row of a CSV file of tickets: the event that it tells, or the column that breaks a rule.
import { such } from '@upheld/shared/agreement/rule';
import { actors, ticketEventTypes, type TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { z } from 'zod';
import { instant, oneOf, oneOfOrEmpty, severity, word, yesOrNo } from '../csv/fields.ts';

/** The fields of a row that make its event, by their columns. */
export const rowFields = {
  ticket: word('a ticket', 'T-1042'),
  at: instant,
  event: oneOf(ticketEventTypes, 'opened'),
  severity,
  actor: oneOfOrEmpty(actors, 'supplier'),
  auto: yesOrNo,
  into: word('the ticket merged into', 'T-1043', ''),
};

type EventFields = { [Column in keyof typeof rowFields]: z.output<(typeof rowFields)[Column]> };
type Broken = { column: 'severity' | 'actor' | 'into'; rule: string };

/**
 * The event of a row whose fields hold by themselves, or the column that contradicts it.
 * `actor` and `auto` matter to public replies alone and may be told of any event. A severity or a merge that
 * the event does not carry would be lost without a word, so it is refused.
 */
export function eventOf({
  ticket,
  at,
  event: type,
  severity,
  actor,
  auto,
  into,
}: EventFields): TicketEvent | Broken {
  const carriesSeverity = type === 'opened' || type === 'severity-changed';
  if (!carriesSeverity && severity !== null) {
    return {
      column: 'severity',
      rule: `${type} changes no severity: leave it empty, and add a severity-changed row where it changed`,
    };
  }
  if (type !== 'merged-into' && into !== '') {
    return { column: 'into', rule: `${type} merges nothing: leave it empty` };
  }
  if (carriesSeverity) {
    if (severity === null) return { column: 'severity', rule: such(`${type} tells the severity`, '1') };
    return { ticket, at, type, severity };
  }
  if (type === 'public-reply') {
    if (actor === null) {
      return {
        column: 'actor',
        rule: such(`a public-reply tells its actor, one of ${actors.join(', ')}`, 'supplier'),
      };
    }
    return { ticket, at, type, actor, autoSubmitted: auto ?? false };
  }
  if (type === 'merged-into') {
    if (into === '' || into === ticket) {
      return { column: 'into', rule: such('merged-into names another ticket', 'T-1043') };
    }
    return { ticket, at, type, into };
  }
  return { ticket, at, type };
}
