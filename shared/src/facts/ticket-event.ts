// What happened to a ticket, as its system recorded it (measurement.md section 6). Only ids, severity,
// actor kinds and instants: no subject, no body, no name.
import type { Instant } from '../time/instant.ts';

export const ticketEventTypes = [
  'opened',
  'public-reply',
  'note',
  'severity-changed',
  'waiting-on-reporter',
  'waiting-ended',
  'resolved',
  'reopened',
  'merged-into',
] as const;

export const actors = ['supplier', 'reporter', 'bot'] as const;
export type Actor = (typeof actors)[number];

/** One event of a ticket. Severities are integers, 1 the highest. Events at one instant keep their listed order. */
export type TicketEvent = { ticket: string; at: Instant } & (
  | { type: 'opened'; severity: number }
  | { type: 'severity-changed'; severity: number }
  | { type: 'public-reply'; actor: Actor; autoSubmitted: boolean }
  | { type: 'merged-into'; into: string }
  | { type: 'note' | 'waiting-on-reporter' | 'waiting-ended' | 'resolved' | 'reopened' }
);
