// Asks a ticket desk as a synchronisation would, and keeps nothing: whether it can be read, whether it heeds
// filters, and all that it tells of a few real tickets.
import { attempted, type Tell } from './doctor-check.ts';
import { ticketName } from './doctor-names.ts';
import { mostTickets, readSample, type AskedDesk, type ReadTicket } from './doctor-sample.ts';
import { counted } from './paragraph.ts';

/** Open tickets are counted up to here: a desk with more is not asked on only to have a number. */
const mostCounted = 1_000;

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
