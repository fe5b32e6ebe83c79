// Lets the story happen at a real system, deed by deed in the order of time, each dated back when it was done.
import { story, type Deed, type Severity, type Ticket } from './desk-story.ts';

/** What a system needs to let it happen. `id` is that of the ticket there. */
export type Actors = {
  open(severity: Severity, name: string): Promise<string>;
  act(id: string, deed: Deed, name: string): Promise<void>;
  /** A merge of the ticket `id` into the ticket `into`. */
  merge(id: string, into: string): Promise<void>;
  /** Dates back what was done since it was asked last. */
  stamp(at: string): void;
};

/** The ids of the tickets by their names. */
export async function letHappen({ open, act, merge, stamp }: Actors): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const idOf = (name: string) => ids.get(name) ?? '';
  for (const { at, ticket, deed } of story.flatMap(timelineOf).sort((a, b) => a.at.localeCompare(b.at))) {
    if (deed === null) ids.set(ticket.name, await open(ticket.severity, ticket.name));
    else if (deed.does === 'merge') await merge(idOf(ticket.name), idOf(deed.into));
    else await act(idOf(ticket.name), deed, ticket.name);
    stamp(at);
  }
  return ids;
}

type Moment = { at: string; ticket: Ticket; deed: Deed | null };

function timelineOf(ticket: Ticket): Moment[] {
  const deeds = ticket.deeds.map(([at, deed]) => ({ at, ticket, deed }));
  return [{ at: ticket.opened, ticket, deed: null }, ...deeds];
}
