// What a ticket of ServiceNow tells: its journal who wrote, its audit every change, where it may be read. Without
// the audit a ticket is what it is, and changes are seen by the difference.
import { fieldEvents, type FieldChange } from '../field-history.ts';
import { heldText, severityOf, type FieldSeverity } from '../field-severity.ts';
import type { ReadSnapshot } from '../poll-snapshots.ts';
import type { Details } from './details.ts';
import { serviceNowOpinions } from './opinions.ts';
import type { ActorOf } from './people.ts';
import type { AuditRow, JournalEntry, ServiceNowTicket } from './records.ts';
import type { Snapshot, Written } from '../snapshot-events.ts';
import { isAmong, standingOf, type StatusTerms } from '../standing.ts';

export type ServiceNowMeaning = { severity: FieldSeverity; statuses: StatusTerms; actorOf: ActorOf };

/** The ticket as it was read at `readAt`. */
export function readServiceNow(
  ticket: ServiceNowTicket,
  readAt: number,
  { journal, audit, slas }: Details,
  meaning: ServiceNowMeaning,
): ReadSnapshot {
  const snapshot = snapshotOf(ticket, journal.get(ticket.id) ?? [], meaning);
  const opinions = serviceNowOpinions(ticket.number, slas.get(ticket.id) ?? [], readAt);
  const recorded = audit?.get(ticket.id);
  if (recorded === undefined) return { snapshot, opinions };
  return { snapshot, opinions, exact: exactEvents(ticket, snapshot, recorded, meaning) };
}

/** How a ticket stands now. */
export function standingNow({ state, holdReason }: ServiceNowTicket, statuses: StatusTerms) {
  return standingOf(statusOf(state, holdReason, statuses), statuses);
}

function snapshotOf(ticket: ServiceNowTicket, journal: JournalEntry[], meaning: ServiceNowMeaning): Snapshot {
  const { number, openedAt, updatedAt, state, holdReason, fields } = ticket;
  const { severity, statuses, actorOf } = meaning;
  return {
    ...{ ticket: number, openedAt, updatedAt },
    severity: severityOf(number, heldText(fields[severity.field]), severity),
    status: statusOf(state, holdReason, statuses),
    standing: standingNow(ticket, statuses),
    statusSince: null,
    turns: turnsOf(ticket, statuses),
    written: journal
      .toSorted((one, other) => one.at - other.at)
      .map((entry) => writing(number, entry, actorOf)),
  };
}

/** A state, or a state and why it is on hold, such as `3/1`, where the agreement names both. */
function statusOf(state: string, holdReason: string, { waiting, resolved }: StatusTerms): string {
  const both = `${state}/${holdReason}`;
  return isAmong(both, [...waiting, ...resolved]) ? both : state;
}

/** The state in which an incident is resolved, and in which it is closed. */
const [resolvedState, closedState] = ['6', '7'];

function turnsOf({ resolvedAt, closedAt }: ServiceNowTicket, { resolved }: StatusTerms): Snapshot['turns'] {
  const ends = [
    ...(isAmong(resolvedState, resolved) ? [resolvedAt] : []),
    ...(isAmong(closedState, resolved) ? [closedAt] : []),
  ];
  const at = ends.find((end) => end !== null) ?? null;
  return at === null ? [] : [{ at, type: 'resolved' }];
}

function writing(ticket: string, { at, by, isPublic }: JournalEntry, actorOf: ActorOf): Written {
  if (!isPublic) return { ticket, at, type: 'note' };
  const actor = actorOf(by);
  return { ticket, at, type: 'public-reply', actor, autoSubmitted: actor === 'bot' };
}

function exactEvents(
  ticket: ServiceNowTicket,
  { written }: Snapshot,
  recorded: AuditRow[],
  { severity, statuses }: ServiceNowMeaning,
) {
  const rows = recorded.toSorted((one, other) => one.at - other.at);
  const changes = [
    ...written,
    ...rows.flatMap(({ field, at, from, to }): FieldChange[] =>
      field === severity.field ? [{ type: 'severity', at, from, to }] : [],
    ),
    ...statusChanges(ticket, rows, statuses),
  ];
  const { number, openedAt, state, holdReason, fields } = ticket;
  const now = { severity: heldText(fields[severity.field]), status: statusOf(state, holdReason, statuses) };
  return fieldEvents({ ticket: number, openedAt, ...now, changes }, { severity, statuses });
}

/** The state and why it is on hold change together: what they are after an instant is the status from then on. */
function statusChanges(
  { state, holdReason }: ServiceNowTicket,
  rows: AuditRow[],
  statuses: StatusTerms,
): FieldChange[] {
  let held = {
    state: rows.find(({ field }) => field === 'state')?.from ?? state,
    hold_reason: rows.find(({ field }) => field === 'hold_reason')?.from ?? holdReason,
  };
  const status = () => statusOf(held.state, held.hold_reason, statuses);
  return [...Map.groupBy(rows, ({ at }) => at)].flatMap(([at, together]): FieldChange[] => {
    const from = status();
    for (const { field, to } of together) if (field in held) held = { ...held, [field]: to };
    return from === status() ? [] : [{ type: 'status', at, from, to: status() }];
  });
}
