// Whether a ticket is worked on, waits for its reporter or is resolved, as the names of its desk's statuses
// tell it; and what happened when one followed another.
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';

export type Standing = 'open' | 'waiting' | 'resolved';

/** `statuses` of a spec, with what it says where it says nothing. */
export function statusTerms<Status extends string | number>(usual: {
  waiting: [Status, ...Status[]];
  resolved: [Status, ...Status[]];
}) {
  const rule = such('a status is written as the desk keeps it', JSON.stringify(usual.resolved[0]));
  const status = z.union([z.string().regex(/^\S.{0,99}$/), z.int()], rule);
  const names = (example: Status, min: number) =>
    list('statuses are a list', `[${JSON.stringify(example)}]`, status, min);
  return part('statuses names those that wait and those that are resolved', JSON.stringify(usual), {
    waiting: names(usual.waiting[0], 0).default(usual.waiting),
    resolved: names(usual.resolved[0], 1).default(usual.resolved),
  })
    .refine(areApart, notBoth(JSON.stringify(usual)))
    .prefault({});
}

export type StatusTerms = { waiting: readonly (string | number)[]; resolved: readonly (string | number)[] };

/** Whether no status both waits and is resolved. */
export function areApart({ waiting, resolved }: StatusTerms): boolean {
  return !resolved.some((name) => isAmong(String(name), waiting));
}

/** What is said where `areApart` does not hold. */
export function notBoth(example: string) {
  return { path: ['waiting'], error: such('a status waits or is resolved, not both', example) };
}

/** How a ticket of this status stands. */
export function standingOf(status: string, { waiting, resolved }: StatusTerms): Standing {
  if (isAmong(status, resolved)) return 'resolved';
  return isAmong(status, waiting) ? 'waiting' : 'open';
}

/** Desks that number their statuses send them as numbers, and agreements may write them so. */
export function isAmong(status: string, names: readonly (string | number)[]): boolean {
  return names.some((name) => String(name) === status);
}

/** What happens when a ticket goes from one standing to another: nothing where they are the same. */
function standingSteps(
  from: Standing,
  to: Standing,
): ('waiting-on-reporter' | 'waiting-ended' | 'resolved' | 'reopened')[] {
  if (from === to) return [];
  if (to === 'resolved') return ['resolved'];
  if (to === 'waiting') {
    return from === 'resolved' ? ['reopened', 'waiting-on-reporter'] : ['waiting-on-reporter'];
  }
  return from === 'resolved' ? ['reopened'] : ['waiting-ended'];
}

/** The same as events of a ticket. */
export function standingEvents(
  stamp: Pick<TicketEvent, 'ticket' | 'at' | 'observedAfter'>,
  from: Standing,
  to: Standing,
): TicketEvent[] {
  return standingSteps(from, to).map((type) => ({ ...stamp, type }));
}
