// The look at open tickets: those that the desk calls open and those that we hold for open are read one by one.
// It may take longer than a desk can be left unpolled, so it goes on from sync to sync where it stopped.
import { SyncError, type ConnectorContext, type Lookup } from '../connectors/connector.ts';
import type { Clock } from '../clock.ts';
import type { Instant } from '@upheld/shared/time/instant';
import type { Desk, Store } from '../store/store.ts';
import { keepTold } from './keep-told.ts';

/** A look under way. `polledUntil`: what happened before, polling should have told. */
export type Look = { at: Instant; polledUntil: Instant; waiting: string[]; overlooked: Overlooked };

/** What polling had not told, although it should have. */
export type Overlooked = { events: number; tickets: number };

export type LookTarget = Desk & { lookup: Lookup<unknown>; spec: unknown; context: ConnectorContext };

export type LookParts = { store: Store; clock: Pick<Clock, 'now'>; mayGoOn: () => boolean };

/** How long a desk may take to list what has happened: some leave out their last minutes. */
const settlingMs = 10 * 60_000;

/** The look's list. `polledUntil` is null where the desk was never polled, and nothing can be overlooked. */
export async function beginLook(
  { lookup, spec, context, ...desk }: LookTarget,
  polledUntil: Instant | null,
  { store, clock }: Pick<LookParts, 'store' | 'clock'>,
): Promise<Look> {
  const at = clock.now();
  const waiting = new Set(await store.openTickets({ agreement: desk.agreement, source: desk.source }));
  for await (const tickets of lookup.open(spec, context)) for (const ticket of tickets) waiting.add(ticket);
  return {
    ...{ at, waiting: [...waiting], overlooked: { events: 0, tickets: 0 } },
    polledUntil: polledUntil === null ? -Infinity : polledUntil - settlingMs,
  };
}

/** Reads what waits, each ticket durably before the next; whether the look is over. */
export async function goOnLooking(target: LookTarget, look: Look, parts: LookParts): Promise<boolean> {
  const { store, mayGoOn } = parts;
  const desk = { agreement: target.agreement, source: target.source };
  for (let ticket = look.waiting.pop(); ticket !== undefined; ticket = look.waiting.pop()) {
    const stored = await readTicket(target, ticket, look, parts).catch((error: unknown) => {
      putBack(look, ticket, error);
      throw error;
    });
    look.overlooked.events += stored;
    if (stored > 0) look.overlooked.tickets += 1;
    if (look.waiting.length > 0 && !mayGoOn()) return false;
  }
  await store.recordReconciled(desk, look.at);
  return true;
}

/** Reads a ticket whole and keeps it; how many of its events before `polledUntil` were new. */
export async function readTicket(
  { lookup, spec, context, agreement, source }: LookTarget,
  ticket: string,
  { polledUntil }: Pick<Look, 'polledUntil'>,
  { store, clock }: Omit<LookParts, 'mayGoOn'>,
): Promise<number> {
  const told = await lookup.read(spec, ticket, context);
  return keepTold({ agreement, source }, told, { ticket, at: clock.now(), polledUntil }, store);
}

/** A ticket that a desk cannot give waits behind the others; one that the storage refused is next again. */
function putBack({ waiting }: Look, ticket: string, error: unknown): void {
  if (error instanceof SyncError) waiting.unshift(ticket);
  else waiting.push(ticket);
}
