// All that happened in a queue behind a cursor. A ticket that was moved into the queue, or out of it, brings
// along what happened to it before.
import type { Instant } from '@upheld/shared/time/instant';
import type { Transaction } from './answers.ts';
import type { AskTracker } from './desk.ts';
import type { Queue } from './queue.ts';
import { changedSeverity } from './severity.ts';
import { isOneOf, transactions } from './transactions.ts';

/** Rows in their order, those that moved tickets brought among them, and the cursor that continues after them. */
export type QueuePage = { rows: Transaction[]; cursor: string | null };

/**
 * Desks write at the same time, so that a row may come to be seen after one with a higher id. What is
 * younger than this is read again the next time.
 */
const settledMs = 60_000;

/** Page by page; a cursor that is no id of a transaction begins at the start. */
export async function* queueRows(
  ask: AskTracker,
  queue: Queue,
  cursor: string | null,
): AsyncGenerator<QueuePage> {
  const after = /^\d{1,15}$/.test(cursor ?? '') ? Number(cursor) : 0;
  const before = histories(ask, queue);
  let place: Place = { cursor, isHeld: false };
  const stream = transactions(ask, ofQueue(queue), after);
  for await (const { rows: read, at } of stream) {
    const rows: Transaction[] = [];
    for (const row of read) rows.push(...(await before(row)), row);
    place = advanced(place, read, at);
    yield { rows, cursor: place.cursor };
  }
}

/** `isHeld` once a row was read that is to be read again. */
type Place = { cursor: string | null; isHeld: boolean };

function advanced({ cursor, isHeld }: Place, read: Transaction[], now: Instant | null): Place {
  const young = now === null ? -1 : read.findIndex(({ at }) => at > now - settledMs);
  const settled = young === -1 ? read : read.slice(0, young);
  if (isHeld) return { cursor, isHeld };
  return { cursor: settled.at(-1)?.id.toString() ?? cursor, isHeld: young !== -1 };
}

/** What happened to one ticket, if it is in the queue, or was; none where the queue never had it. */
export async function ticketRows(ask: AskTracker, queue: Queue, ticket: string): Promise<Transaction[]> {
  const before = histories(ask, queue);
  const all: Transaction[] = [];
  for await (const { rows } of transactions(ask, `ObjectId = '${ticket}' AND ${ofQueue(queue)}`, 0)) {
    for (const row of rows) all.push(...(await before(row)), row);
  }
  return all;
}

/** Where a ticket is now tells of all that happened to it; what moved it out of the queue is there still. */
export function ofQueue(queue: Queue): string {
  const movedOut = `(Type = 'Set' AND Field = 'Queue' AND OldValue = '${queue.id}')`;
  return `(TicketQueue = '${queue.id}' OR ${movedOut}) AND ${whatCounts(queue)}`;
}

/** Everything else that happens, such as mail that is sent, changes no clock and is not asked for. */
function whatCounts({ place }: Queue): string {
  const types = isOneOf('Type', ['Create', 'Correspond', 'Comment', 'Status']);
  const merges = "(Type = 'AddLink' AND Field = 'MergedInto')";
  const moves = "(Type = 'Set' AND Field = 'Queue')";
  return `(${[types, merges, moves, changedSeverity(place)].join(' OR ')})`;
}

/** What happened to a ticket before the row that moved it, unless it was read with the stream. */
function histories(ask: AskTracker, queue: Queue) {
  const known = new Set<string>();
  return async (row: Transaction): Promise<Transaction[]> => {
    const isKnown = known.has(row.ticket) || row.type === 'Create';
    if (isKnown || movesAcross(row, queue)) known.add(row.ticket);
    if (isKnown || !movesAcross(row, queue)) return [];
    const condition = `id < ${row.id} AND ObjectId = '${row.ticket}' AND ${whatCounts(queue)}`;
    const pages = await Array.fromAsync(transactions(ask, condition, 0));
    return pages.flatMap(({ rows }) => rows);
  };
}

/** Into the queue, or out of it. */
function movesAcross({ type, field, from, to }: Transaction, { id }: Queue): boolean {
  return type === 'Set' && field === 'Queue' && [from, to].includes(String(id));
}
