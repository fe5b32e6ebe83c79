// When a ticket waited for its reporter.
import type { Instant } from '../time/instant.ts';
import type { Reaction } from './reactions.ts';

/** `end` is null while it still waits. */
export type Wait = { start: Instant; end: Instant | null };

/** The waits of a ticket, in order, from its reactions. A wait ends with its ticket. */
export function waitsOf(ticket: string, reactions: Reaction[]): Wait[] {
  const waits: Wait[] = [];
  const steps = reactions.flatMap((reaction) => reaction.steps).filter((step) => step.ticket === ticket);
  for (const { type, at } of steps) {
    const last = waits.at(-1);
    if (type === 'waiting') waits.push({ start: at, end: null });
    else if ((type === 'waiting-ended' || type === 'deleted') && last?.end === null) last.end = at;
  }
  return waits;
}
