// Asks a ticket desk as a synchronisation would, and keeps nothing: whether it can be read, whether it heeds
// filters, and all that it tells of a few real tickets.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import { SyncError, type ConnectorContext, type ConnectorKind } from '../connectors/connector.ts';
import { EgressError } from '../egress.ts';
import { adviceFor, type Tell } from './doctor-check.ts';
import { ticketName } from './doctor-names.ts';
import { counted } from './paragraph.ts';

export type AskedDesk = { kind: ConnectorKind; spec: unknown; context: ConnectorContext };

/** All that the desk told of one ticket. */
export type ReadTicket = { ticket: string; events: TicketEvent[]; opinions: VendorClock[] };

const mostTickets = 10;

/** Open tickets are counted up to here: a desk with more is not asked on only to have a number. */
const mostCounted = 1_000;

/** How many pages of a stream are looked through for tickets. */
const mostPages = 50;

/** Tells what it finds, one thing after the other, and gives the tickets that could be read. */
export async function examineDesk(desk: AskedDesk, tell: Tell): Promise<ReadTicket[]> {
  const open = await listOpen(desk, tell);
  if (open === null) return [];
  await askForNothing(desk, tell);
  return await readSample(desk, open, tell);
}

/** The ids of open tickets; none where the kind knows no single tickets, null where the desk cannot be read. */
async function listOpen({ kind: { lookup }, spec, context }: AskedDesk, tell: Tell) {
  if (lookup === undefined) return [];
  const what = 'open tickets';
  const ids: string[] = [];
  const isRead = await attempted(what, tell, async () => {
    for await (const batch of lookup.open(spec, context)) {
      ids.push(...batch);
      if (ids.length >= mostCounted) return;
    }
  });
  if (!isRead) return null;
  tell({ result: 'ok', what, words: openWords(ids) });
  return ids;
}

function openWords(ids: string[]): string {
  if (ids.length === 0) return 'It can be read, and none is open.';
  const many = ids.length >= mostCounted ? `${mostCounted} or more` : String(ids.length);
  const first = ids.slice(0, mostTickets).map(ticketName).join(', ');
  return ids.length > mostTickets ? `${many}; the first are ${first}.` : `${many}: ${first}.`;
}

/** A filter that a desk ignores would let it look as if all were well, or all were ours. */
async function askForNothing({ kind, spec, context }: AskedDesk, tell: Tell): Promise<void> {
  const what = 'filter';
  await attempted(what, tell, async () => {
    const control = await kind.control?.(spec, context);
    if (control === undefined) {
      tell({ result: 'ok', what, words: 'Nothing is filtered: all that it gives is read.' });
      return;
    }
    const { asked, found } = control;
    const words = `Asked for what cannot be there (${asked}), it gave ${found === 0 ? 'nothing' : counted(found, 'item')}.`;
    if (found === 0) tell({ result: 'ok', what, words });
    else tell({ result: 'failed', what, words: `${words} ${ignored}` });
  });
}

const ignored =
  'It ignores what it is asked for, so that what is polled cannot be trusted: look at the address, and for a proxy that drops the query.';

/** Up to ten: open ones first, then the first that polling from the agreement's begin on tells of. */
async function readSample(desk: AskedDesk, open: string[], tell: Tell): Promise<ReadTicket[]> {
  const read = new Map<string, ReadTicket>();
  const isRead = await attempted('tickets', tell, async () => {
    for (const ticket of open.slice(0, mostTickets)) await readOne(desk, ticket, read);
    if (read.size < mostTickets) await readPolled(desk, read);
  });
  if (!isRead) return [...read.values()];
  if (read.size === 0) tell({ result: 'look', what: 'tickets', words: none });
  else tell({ result: 'ok', what: 'tickets', words: `${counted(read.size, 'ticket')} read.` });
  return [...read.values()];
}

const none =
  'It tells of none since the agreement began. If there are some, look at the project or queue that the spec names, and at what the token may see; if not, open one for a try.';

async function readOne({ kind, spec, context }: AskedDesk, ticket: string, read: Map<string, ReadTicket>) {
  const told = await kind.lookup?.read(spec, ticket, context);
  if (told === undefined || told === 'gone') return;
  read.set(ticket, { ticket, events: told.events, opinions: told.opinions ?? [] });
}

/** A ticket may be told of over many pages; where single ones can be asked for, the rest of it is. */
async function readPolled(desk: AskedDesk, read: Map<string, ReadTicket>): Promise<void> {
  const { kind, spec, context } = desk;
  const before = new Set(read.keys());
  let pages = 0;
  for await (const { events, opinions = [] } of kind.poll(spec, null, context)) {
    for (const event of events) place(event.ticket, read, before)?.events.push(event);
    for (const opinion of opinions) place(opinion.ticket, read, before)?.opinions.push(opinion);
    pages += 1;
    if (pages === mostPages || (kind.lookup !== undefined && read.size >= mostTickets)) break;
  }
  if (kind.lookup === undefined) return;
  for (const ticket of read.keys()) if (!before.has(ticket)) await readOne(desk, ticket, read);
}

function place(ticket: string, read: Map<string, ReadTicket>, before: Set<string>): ReadTicket | null {
  if (before.has(ticket)) return null;
  const known = read.get(ticket);
  if (known !== undefined || read.size >= mostTickets) return known ?? null;
  const fresh = { ticket, events: [], opinions: [] };
  read.set(ticket, fresh);
  return fresh;
}

/** Whether it went well; a desk that cannot be read is told. */
async function attempted(what: string, tell: Tell, ask: () => Promise<void>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const advice = error.cause instanceof EgressError ? adviceFor(error.cause) : null;
    tell({
      result: 'failed',
      what,
      words: [`${error.message}.`, ...(advice === null ? [] : [advice])].join(' '),
    });
    return false;
  }
}
