// Turns what a desk recorded of the changes of a ticket's fields into events. Such records tell no first value:
// it is what the first change replaced, else what the field holds now.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { severityOf, type FieldSeverity } from './field-severity.ts';
import { standingEvents, standingOf, type StatusTerms } from './standing.ts';

/** What happened to a ticket; of a field, what it held before and after. */
export type FieldChange = { at: Instant } & (
  | { type: 'severity'; from: string; to: string }
  | { type: 'status'; from: string; to: string }
  | { type: 'public-reply'; actor: Actor; autoSubmitted: boolean }
  | { type: 'merged-into'; into: string }
  | { type: 'note' }
);

/** `severity` and `status` are what the fields hold now. */
export type FieldHistory = {
  ticket: string;
  openedAt: Instant;
  severity: string;
  status: string;
  changes: FieldChange[];
};

export type FieldTerms = { severity: FieldSeverity; statuses: StatusTerms };

/** Events by instant, then as listed. Throws a `SyncError` for a severity that the terms do not know. */
export function fieldEvents(history: FieldHistory, { severity, statuses }: FieldTerms): TicketEvent[] {
  const { ticket, openedAt } = history;
  const changes = history.changes.toSorted((one, other) => one.at - other.at);
  const levelOf = (value: string) => severityOf(ticket, value, severity);
  const first = (type: 'severity' | 'status') =>
    changes.find((change) => change.type === type && change.at > openedAt);
  const openedWith = valueBefore(first('severity')) ?? history.severity;
  const begunAs = standingOf(valueBefore(first('status')) ?? history.status, statuses);
  return [
    { ticket, at: openedAt, type: 'opened', severity: levelOf(openedWith) },
    ...standingEvents({ ticket, at: openedAt }, 'open', begunAs),
    ...changes.flatMap((change): TicketEvent[] => {
      const { at } = change;
      if (change.type !== 'severity' && change.type !== 'status') return [{ ticket, ...change }];
      if (at <= openedAt) return [];
      if (change.type === 'status') {
        return standingEvents(
          { ticket, at },
          standingOf(change.from, statuses),
          standingOf(change.to, statuses),
        );
      }
      const [before, after] = [levelOf(change.from), levelOf(change.to)];
      return before === after ? [] : [{ ticket, at, type: 'severity-changed', severity: after }];
    }),
  ];
}

function valueBefore(change: FieldChange | undefined): string | undefined {
  return change !== undefined && 'from' in change ? change.from : undefined;
}
