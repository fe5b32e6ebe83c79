// Whether a ticket is worked on, waits for its reporter or is resolved, as the names of its desk's statuses
// tell it; and what happened when one followed another.
import { list, part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';

export type Standing = 'open' | 'waiting' | 'resolved';

/** `statuses` of a spec, with what it says where it says nothing. */
export function statusTerms(usual: { waiting: string[]; resolved: string[] }) {
  const [[waiting = ''], [resolved = '']] = [usual.waiting, usual.resolved];
  const rule = such('a status is written as the desk keeps it', JSON.stringify(resolved));
  const status = z.string(rule).regex(/^\S.{0,99}$/, rule);
  const names = (example: string, min: number) =>
    list('statuses are a list', `[${JSON.stringify(example)}]`, status, min);
  return part('statuses names those that wait and those that are resolved', JSON.stringify(usual), {
    waiting: names(waiting, 0).default(usual.waiting),
    resolved: names(resolved, 1).default(usual.resolved),
  })
    .refine((given) => !given.resolved.some((name) => given.waiting.includes(name)), {
      path: ['waiting'],
      error: such('a status waits or is resolved, not both', JSON.stringify(usual)),
    })
    .prefault({});
}

export type StatusTerms = z.output<ReturnType<typeof statusTerms>>;

/** How a ticket of this status stands. */
export function standingOf(status: string, { waiting, resolved }: StatusTerms): Standing {
  if (resolved.includes(status)) return 'resolved';
  return waiting.includes(status) ? 'waiting' : 'open';
}

/** What happens when a ticket goes from one standing to another: nothing where they are the same. */
export function standingSteps(
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
