// Tickets that come to a desk from elsewhere, such as another queue: polling tells what happened to them since, and not
// how they were opened. They are read whole at once, because their clocks run already.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Store } from '../store/store.ts';
import { readTicket, type LookParts, type LookTarget } from './reconcile.ts';

export type Strangers = {
  /** Hears what polling told. */
  told(events: TicketEvent[]): void;
  /** Reads those of which nobody has told the opening, each durably before the next. */
  read(target: LookTarget, parts: LookParts): Promise<void>;
};

/** None at first. */
export function createStrangers(): Strangers {
  const [opened, others] = [new Set<string>(), new Set<string>()];
  return {
    told(events) {
      for (const { ticket, type } of events) (type === 'opened' ? opened : others).add(ticket);
    },
    async read(target, parts) {
      for (const ticket of others.difference(opened)) {
        if (!parts.mayGoOn()) return;
        if (await isOpened(target, ticket, parts.store)) continue;
        await readTicket(target, ticket, { polledUntil: -Infinity }, parts);
      }
    },
  };
}

async function isOpened({ agreement, source }: LookTarget, ticket: string, store: Store): Promise<boolean> {
  const known = await store.readTicketEvents({ agreement, source }, ticket);
  return known.some(({ type }) => type === 'opened');
}
