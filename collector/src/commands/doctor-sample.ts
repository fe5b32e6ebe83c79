// All that a desk tells of a few real tickets, for `upheld doctor`.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { ConnectorContext, ConnectorKind } from '../connectors/connector.ts';
import { attempted, type Tell } from './doctor-check.ts';
import { counted } from './paragraph.ts';

export type AskedDesk = { kind: ConnectorKind; spec: unknown; context: ConnectorContext };

/** All that the desk told of one ticket. */
export type ReadTicket = { ticket: string; events: TicketEvent[]; opinions: VendorClock[] };

/** How many are read. */
export const mostTickets = 10;

/** How many pages of a stream are looked through for tickets. */
const mostPages = 50;

/** Up to ten: open ones first, then the first that polling from the start tells of. */
export async function readSample(desk: AskedDesk, open: string[], tell: Tell): Promise<ReadTicket[]> {
  const what = 'tickets';
  const read = new Map<string, ReadTicket>();
  let isWhole = true;
  const isRead = await attempted(what, tell, async () => {
    for (const ticket of open.slice(0, mostTickets)) await readOne(desk, ticket, read);
    if (read.size < mostTickets) isWhole = await readPolled(desk, read);
  });
  if (!isRead) return [...read.values()];
  if (read.size === 0) tell({ result: 'look', what, words: none });
  else tell({ result: 'ok', what, words: `${counted(read.size, 'ticket')} read${isWhole ? '.' : begun}` });
  return [...read.values()];
}

const none =
  'It tells of none. If there are some, look at the project or queue that the spec names, and at what the token may see; if not, open one for a try.';
const begun = `, as far as the first ${mostPages} pages tell: what happened to them later is not seen here.`;

async function readOne({ kind, spec, context }: AskedDesk, ticket: string, read: Map<string, ReadTicket>) {
  const told = await kind.lookup?.read(spec, ticket, context);
  if (told === undefined || told === 'gone') return;
  read.set(ticket, { ticket, events: told.events, opinions: told.opinions ?? [] });
}

/** A ticket may be told of over many pages; where single ones can be asked for, the rest of it is. */
async function readPolled(desk: AskedDesk, read: Map<string, ReadTicket>): Promise<boolean> {
  const room = mostTickets - read.size;
  const { tickets, isWhole } = await polled(desk, room, (ticket) => read.has(ticket));
  for (const [ticket, told] of tickets) {
    read.set(ticket, told);
    await readOne(desk, ticket, read);
  }
  return isWhole || desk.kind.lookup !== undefined;
}

/** The first `room` tickets that polling tells of, without those that are known; `isWhole` where it came to its end. */
async function polled(
  { kind, spec, context }: AskedDesk,
  room: number,
  isKnown: (ticket: string) => boolean,
) {
  const tickets = new Map<string, ReadTicket>();
  const told = (ticket: string): ReadTicket | undefined => {
    if (!tickets.has(ticket) && !isKnown(ticket) && tickets.size < room) {
      tickets.set(ticket, { ticket, events: [], opinions: [] });
    }
    return tickets.get(ticket);
  };
  let pages = 0;
  for await (const { events, opinions = [] } of kind.poll(spec, null, context)) {
    for (const event of events) told(event.ticket)?.events.push(event);
    for (const opinion of opinions) told(opinion.ticket)?.opinions.push(opinion);
    pages += 1;
    const isEnough = kind.lookup !== undefined && tickets.size === room;
    if (pages === mostPages || isEnough) return { tickets, isWhole: false };
  }
  return { tickets, isWhole: true };
}
