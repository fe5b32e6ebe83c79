// Turns the history of a ticket into its events, for desks that record who wrote what and which value a field took:
// what a ticket began with is part of `opened`, and a value that changes nothing is no event.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { standingEvents, type Standing } from './standing.ts';

/** Something that happened to a ticket; a severity or a standing is the one from then on. */
export type TicketChange = { at: Instant } & (
  | { type: 'public-reply'; actor: Actor; autoSubmitted: boolean }
  | { type: 'note' }
  | { type: 'severity'; severity: number }
  | { type: 'standing'; standing: Standing }
  | { type: 'merged-into'; into: string }
);

export type TicketHistory = {
  ticket: string;
  openedAt: Instant;
  /** What it was opened with. */
  severity: number;
  standing: Standing;
  changes: TicketChange[];
};

/** Events by instant, then as the changes are listed. */
export function historyEvents({ ticket, openedAt, changes, ...first }: TicketHistory): TicketEvent[] {
  const opened = { ticket, at: openedAt };
  let { severity, standing } = first;
  const events: TicketEvent[] = [
    { ...opened, type: 'opened', severity },
    ...standingEvents(opened, 'open', standing),
  ];
  for (const { at, ...change } of changes.toSorted((one, other) => one.at - other.at)) {
    const stamp = { ticket, at };
    if (change.type === 'severity') {
      if (change.severity !== severity) events.push({ ...stamp, ...change, type: 'severity-changed' });
      severity = change.severity;
    } else if (change.type === 'standing') {
      events.push(...standingEvents(stamp, standing, change.standing));
      standing = change.standing;
    } else events.push({ ...stamp, ...change });
  }
  return events;
}
