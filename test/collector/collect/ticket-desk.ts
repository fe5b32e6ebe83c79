// A desk whose tickets and open list are up to the test, and which writes down what it is asked.
import type { ConnectorKind, Page, Told } from '@upheld/collector/connectors/connector';
import { SyncError } from '@upheld/collector/connectors/connector';
import type { SyncTarget } from '@upheld/collector/collect/target';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { z } from 'zod';
import { desk, minute, noon } from './scene.ts';

export const place = { agreement: 'acme', source: 'desk' };

/** An event of a ticket, so many minutes after noon. */
export function opened(ticket: string, after = -60, severity = 1): TicketEvent {
  return { ticket, at: noon + after * minute, type: 'opened', severity };
}

export function replied(ticket: string, after: number): TicketEvent {
  return {
    ...{ ticket, at: noon + after * minute, type: 'public-reply' },
    ...{ actor: 'supplier', autoSubmitted: false },
  };
}

export function resolved(ticket: string, after: number): TicketEvent {
  return { ticket, at: noon + after * minute, type: 'resolved' };
}

export type Script = {
  /** What polling tells from now on, from a cursor that is the number of pages before. */
  pages: TicketEvent[][];
  open: string[];
  tickets: Record<string, Told | SyncError>;
  /** Waited for before each answer; `asked` is as in `log`. */
  before?: (asked: string) => Promise<void>;
};

/** `log` has `poll CURSOR`, `page NUMBER`, `open` and `read TICKET`. */
export function ticketDesk(script: Script) {
  const log: string[] = [];
  const ask = async (asked: string) => {
    log.push(asked);
    await script.before?.(asked);
  };
  async function* poll(_spec: unknown, cursor: string | null): AsyncGenerator<Page> {
    await ask(`poll ${cursor}`);
    for (let number = Number(cursor); number < script.pages.length; number += 1) {
      await ask(`page ${number + 1}`);
      yield { events: script.pages[number] ?? [], cursor: String(number + 1) };
    }
  }
  async function* open(): AsyncGenerator<string[]> {
    await ask('open');
    for (const ticket of script.open) yield [ticket];
  }
  async function read(_spec: unknown, ticket: string): Promise<Told> {
    await ask(`read ${ticket}`);
    const told = script.tickets[ticket] ?? 'gone';
    if (told instanceof SyncError) throw told;
    return told;
  }
  const polled: ConnectorKind = { type: 'scripted', grade: 'A', spec: z.unknown(), poll };
  const target: SyncTarget = { ...desk([]), kind: { ...polled, lookup: { open, read } } };
  /** The same desk, as one that tells of no single tickets. */
  const pollOnly: SyncTarget = { ...target, kind: polled };
  return { target, pollOnly, log, script };
}
