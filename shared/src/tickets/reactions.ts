// What each event of a desk does: in order, on the ticket that is left after merges (measurement.md section 6).
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';
import { changes, endOfWait } from './steps.ts';
import type { Change, Step, TicketStanding } from './steps.ts';

/**
 * An event, the ticket `on` which it acts, and what it does there. `ignored` says why no event could do
 * anything there: the ticket was not opened yet, or has left the desk.
 */
export type Reaction = {
  event: TicketEvent;
  on: string;
  ignored: 'before-opened' | 'deleted' | null;
  steps: Step[];
};

/** The desk as far as its events were read. */
type Desk = {
  standings: Map<string, TicketStanding>;
  mergedInto: Map<string, string>;
  deleted: Set<string>;
  /** The last instant at which something but a deletion happened to each ticket that was ever deleted. */
  lastSeen: Map<string, Instant>;
};

/**
 * The events up to and including `asOf` and what they do, by instant, then as listed. An event of a ticket
 * that was not opened, and a merge into one, change nothing. A deletion that something follows on its ticket is
 * none: the ticket is there again, and nobody stops clocks by moving it away for a while.
 */
export function* reactions(events: TicketEvent[], asOf: Instant): Generator<Reaction, void> {
  const known = events.filter(({ at }) => at <= asOf).sort((a, b) => a.at - b.at);
  const lastSeen = lastSeenOfDeleted(known);
  const desk: Desk = { standings: new Map(), mergedInto: new Map(), deleted: new Set(), lastSeen };
  for (const event of known) {
    const on = survivorOf(event.ticket, desk);
    const ignored = whyIgnored(event, on, desk);
    yield { event, on, ignored, steps: ignored === null ? stepsOf(event, on, desk) : [] };
  }
}

function whyIgnored({ type }: TicketEvent, on: string, { standings, deleted }: Desk): Reaction['ignored'] {
  if (deleted.has(on)) return 'deleted';
  return type === 'opened' || standings.has(on) ? null : 'before-opened';
}

function stepsOf(event: TicketEvent, on: string, desk: Desk): Step[] {
  switch (event.type) {
    case 'opened':
      return open(event, desk);
    case 'merged-into':
      return merge(on, survivorOf(event.into, desk), event.at, desk);
    case 'deleted':
      // A merged ticket that leaves the desk takes nothing with it from the one that carries it on.
      return event.ticket === on && isLast(event, desk) ? remove(on, event.at, desk) : [];
    default:
      return changed(on, event.at, desk, (standing) => changes(event, standing));
  }
}

function isLast({ ticket, at }: TicketEvent, { lastSeen }: Desk): boolean {
  return (lastSeen.get(ticket) ?? -Infinity) <= at;
}

function lastSeenOfDeleted(known: TicketEvent[]): Desk['lastSeen'] {
  const deleted = new Set(known.flatMap(({ type, ticket }) => (type === 'deleted' ? [ticket] : [])));
  const seen = known.filter(({ type, ticket }) => type !== 'deleted' && deleted.has(ticket));
  return new Map(seen.map(({ ticket, at }) => [ticket, at]));
}

function open({ ticket, at, severity }: TicketEvent & { type: 'opened' }, desk: Desk): Step[] {
  if (desk.standings.has(ticket)) return [];
  const standing: TicketStanding = {
    severity,
    isAnswered: false,
    isResolved: false,
    wasResolved: false,
    waitingSince: null,
  };
  desk.standings.set(ticket, standing);
  return [{ ticket, at, type: 'opened', before: standing, after: standing }];
}

function remove(ticket: string, at: Instant, desk: Desk): Step[] {
  desk.deleted.add(ticket);
  return changed(ticket, at, desk, () => [['deleted', {}]]);
}

function changed(
  ticket: string,
  at: Instant,
  desk: Desk,
  changesOf: (standing: TicketStanding) => Change[],
): Step[] {
  const standing = desk.standings.get(ticket);
  if (standing === undefined) return [];
  let before = standing;
  return changesOf(standing).map(([type, change]) => {
    const after = { ...before, ...change };
    const step: Step = { ticket, at, type, before, after };
    desk.standings.set(ticket, after);
    before = after;
    return step;
  });
}

/** The merge ends the wait of both; the ticket that is left is raised to the higher severity. */
function merge(ticket: string, survivor: string, at: Instant, desk: Desk): Step[] {
  const merged = desk.standings.get(ticket);
  if (merged === undefined || !desk.standings.has(survivor) || ticket === survivor) return [];
  if (desk.deleted.has(survivor)) return [];
  desk.mergedInto.set(ticket, survivor);
  const steps = [
    ...changed(ticket, at, desk, endOfWait),
    ...changed(survivor, at, desk, endOfWait),
    ...changed(survivor, at, desk, ({ severity }) =>
      merged.severity < severity ? [['severity-changed', { severity: merged.severity }]] : [],
    ),
  ];
  const standing = desk.standings.get(survivor) ?? merged;
  return [
    ...steps,
    { ticket: survivor, at, type: 'absorbed', merged: ticket, before: standing, after: standing },
  ];
}

/** The ticket that carries this one on. */
function survivorOf(ticket: string, { mergedInto }: Desk): string {
  let left = ticket;
  for (let into = mergedInto.get(left); into !== undefined; into = mergedInto.get(left)) left = into;
  return left;
}
