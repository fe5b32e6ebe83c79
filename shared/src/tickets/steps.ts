// A desk's events as the steps that clocks know: in order, on the ticket that is left after merges, with
// everything gone that changes nothing (repeated and contradictory events, notes, automatic messages).
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant } from '../time/instant.ts';

/** What a ticket is like after a step. `waitingSince` is null unless it waits for its reporter. */
export type TicketStanding = {
  severity: number;
  isAnswered: boolean;
  isResolved: boolean;
  wasResolved: boolean;
  waitingSince: Instant | null;
};

/** `answered` is a qualifying response; `absorbed` takes over the ticket `merged`. */
export type StepType =
  'opened' | 'answered' | 'severity-changed' | 'waiting' | 'waiting-ended' | 'resolved' | 'reopened';

export type Step = { ticket: string; at: Instant; before: TicketStanding; after: TicketStanding } & (
  { type: StepType } | { type: 'absorbed'; merged: string }
);

/** The desk as far as its events were read. */
type Desk = { standings: Map<string, TicketStanding>; mergedInto: Map<string, string>; steps: Step[] };

/**
 * The steps up to and including `asOf`. Events are taken by instant, then as listed. An event of a ticket
 * that was not opened, and a merge into one, change nothing.
 */
export function ticketSteps(events: TicketEvent[], asOf: Instant): Step[] {
  const desk: Desk = { standings: new Map(), mergedInto: new Map(), steps: [] };
  const known = events.filter(({ at }) => at <= asOf).sort((a, b) => a.at - b.at);
  for (const event of known) {
    if (event.type === 'opened') open(desk, event);
    else act(desk, survivorOf(event.ticket, desk), event);
  }
  return desk.steps;
}

function open(desk: Desk, { ticket, at, severity }: TicketEvent & { type: 'opened' }): void {
  if (desk.standings.has(ticket)) return;
  const standing: TicketStanding = {
    severity,
    isAnswered: false,
    isResolved: false,
    wasResolved: false,
    waitingSince: null,
  };
  desk.standings.set(ticket, standing);
  desk.steps.push({ ticket, at, type: 'opened', before: standing, after: standing });
}

function act(desk: Desk, ticket: string, event: TicketEvent): void {
  const standing = desk.standings.get(ticket);
  if (standing === undefined) return;
  if (event.type === 'merged-into') merge(desk, ticket, survivorOf(event.into, desk), event.at);
  else for (const [type, change] of changes(event, standing)) step(desk, ticket, event.at, type, change);
}

function step(
  desk: Desk,
  ticket: string,
  at: Instant,
  type: StepType,
  change: Partial<TicketStanding>,
): void {
  const before = desk.standings.get(ticket);
  if (before === undefined) return;
  const after = { ...before, ...change };
  desk.standings.set(ticket, after);
  desk.steps.push({ ticket, at, type, before, after });
}

type Change = [StepType, Partial<TicketStanding>];

function changes(event: TicketEvent, standing: TicketStanding): Change[] {
  const { isResolved, waitingSince } = standing;
  switch (event.type) {
    case 'public-reply':
      return replied(event, standing);
    case 'severity-changed':
      return [['severity-changed', { severity: event.severity }]];
    case 'waiting-on-reporter':
      return isResolved || waitingSince !== null ? [] : [['waiting', { waitingSince: event.at }]];
    case 'waiting-ended':
      return endOfWait(standing);
    case 'resolved':
      return isResolved
        ? []
        : [...endOfWait(standing), ['resolved', { isResolved: true, wasResolved: true }]];
    case 'reopened':
      return isResolved ? [['reopened', { isResolved: false }]] : [];
    default:
      return [];
  }
}

/** Only people count: a human of the supplier answers, and the reporter ends the wait. */
function replied(reply: TicketEvent & { type: 'public-reply' }, standing: TicketStanding): Change[] {
  if (reply.autoSubmitted || reply.actor === 'bot') return [];
  return reply.actor === 'supplier' ? [['answered', { isAnswered: true }]] : endOfWait(standing);
}

function endOfWait({ waitingSince }: TicketStanding): Change[] {
  return waitingSince === null ? [] : [['waiting-ended', { waitingSince: null }]];
}

/** The merge ends the wait of both; the ticket that is left is raised to the higher severity. */
function merge(desk: Desk, ticket: string, survivor: string, at: Instant): void {
  const [merged, left] = [desk.standings.get(ticket), desk.standings.get(survivor)];
  if (merged === undefined || left === undefined || ticket === survivor) return;
  for (const [type, change] of endOfWait(merged)) step(desk, ticket, at, type, change);
  for (const [type, change] of endOfWait(left)) step(desk, survivor, at, type, change);
  if (merged.severity < left.severity) {
    step(desk, survivor, at, 'severity-changed', { severity: merged.severity });
  }
  const standing = desk.standings.get(survivor) ?? left;
  desk.steps.push({
    ticket: survivor,
    at,
    type: 'absorbed',
    merged: ticket,
    before: standing,
    after: standing,
  });
  desk.mergedInto.set(ticket, survivor);
}

function survivorOf(ticket: string, desk: Desk): string {
  const into = desk.mergedInto.get(ticket);
  return into === undefined ? ticket : survivorOf(into, desk);
}
