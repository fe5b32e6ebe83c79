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
  'deleted',
  'restored',
] as const;

export const actors = ['supplier', 'reporter', 'bot'] as const;
export type Actor = (typeof actors)[number];

/**
 * One event of a ticket. Severities are integers, 1 the highest. Events at one instant keep their listed order.
 * `deleted`: the ticket left the desk, because it was deleted or moved elsewhere; whatever happens to it later shows
 * that it is there again, and `restored` says so.
 *
 * An event is exact where its desk records when it happened. Where a desk only shows that something has changed
 * since it was last read, the event is observed: it happened after `observedAfter`, and at `at` at the latest.
 */
export type TicketEvent = { ticket: string; at: Instant; observedAfter?: Instant | undefined } & (
  | { type: 'opened'; severity: number }
  | { type: 'severity-changed'; severity: number }
  | { type: 'public-reply'; actor: Actor; autoSubmitted: boolean }
  | { type: 'merged-into'; into: string }
  | {
      type:
        'note' | 'waiting-on-reporter' | 'waiting-ended' | 'resolved' | 'reopened' | 'deleted' | 'restored';
    }
);
