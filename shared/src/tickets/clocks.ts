// The support clocks of a desk: pure functions of events, terms and `asOf` (measurement.md section 6).
import type { TicketEvent } from '../facts/ticket-event.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Clock } from './clock.ts';
import type { ClockRule } from './clock-rule.ts';
import { firstResponse } from './first-response.ts';
import { firstResolution, totalResolution } from './resolution.ts';
import type { Step } from './steps.ts';
import { ticketSteps } from './steps.ts';
import type { SupportTerms, Track } from './track.ts';
import { absorb, advance, clocksOf, elapse, end } from './track.ts';
import { updateCadence } from './update-cadence.ts';

/**
 * `asOf` is now: events after it do not exist. Events may come in any order; at one instant theirs holds.
 * `gaps` are stretches of which they are not known. `amended` are the terms that amendments brought, in
 * order; without them the same terms hold for ever.
 */
export type DeskInput = SupportTerms & {
  events: TicketEvent[];
  gaps: Interval[];
  asOf: Instant;
  amended?: (SupportTerms & { from: Instant })[];
};

export type SupportClock = Clock & { ticket: string; kind: SupportClockKind };

export type SupportClockKind = 'first-response' | 'update' | 'first-resolution' | 'total-resolution';

/** Null where the ticket's severity never promised the clock, or a change of severity dropped it. */
export type TicketClocks = {
  ticket: string;
  firstResponse: Clock | null;
  /** The slots of the update cadence in order of time; the running one, if any, is last. */
  updates: Clock[];
  firstResolution: Clock | null;
  totalResolution: Clock | null;
};

/** Every clock of every opened ticket, in text order of the tickets. */
export function supportClocks(input: DeskInput): TicketClocks[] {
  const steps = ticketSteps(input.events, input.asOf);
  const [response, updates, first, total] = [
    firstResponse,
    updateCadence,
    firstResolution,
    totalResolution,
  ].map((rule) => clocksByTicket(rule, steps, input));
  return inTextOrder(response ?? new Map<string, Clock[]>()).map(([ticket, clocks]) => ({
    ticket,
    firstResponse: clocks.at(-1) ?? null,
    updates: updates?.get(ticket) ?? [],
    firstResolution: first?.get(ticket)?.at(-1) ?? null,
    totalResolution: total?.get(ticket)?.at(-1) ?? null,
  }));
}

/** The clocks of a desk in one list: by ticket in text order, then by kind, the slots of a cadence by time. */
export function deskClocks(input: DeskInput): SupportClock[] {
  return supportClocks(input).flatMap(({ ticket, ...clocks }) => [
    ...named('first-response', ticket, clocks.firstResponse),
    ...clocks.updates.flatMap((slot) => named('update', ticket, slot)),
    ...named('first-resolution', ticket, clocks.firstResolution),
    ...named('total-resolution', ticket, clocks.totalResolution),
  ]);
}

function named(kind: SupportClockKind, ticket: string, clock: Clock | null): SupportClock[] {
  return clock === null ? [] : [{ ticket, kind, ...clock }];
}

function clocksByTicket(rule: ClockRule, steps: Step[], input: DeskInput): Map<string, Clock[]> {
  const tracks = new Map<string, Track>();
  const { gaps, amended = [] } = input;
  const termsAt = (at: Instant): SupportTerms => amended.findLast(({ from }) => from <= at) ?? input;
  const upTo = (ticket: string, step: Step): Track => {
    const idle = { over: [], running: null, stopped: null };
    const fresh = { rule, termsAt, gaps, standing: step.before, ...idle };
    return elapse(tracks.get(ticket) ?? fresh, step.at);
  };
  for (const step of steps) {
    const track = upTo(step.ticket, step);
    if (step.type === 'absorbed') {
      const merged = upTo(step.merged, step);
      tracks.set(step.merged, end(merged));
      tracks.set(step.ticket, absorb(track, merged));
    } else tracks.set(step.ticket, advance(track, step));
  }
  return new Map([...tracks].map(([ticket, track]) => [ticket, clocksOf(elapse(track, input.asOf))]));
}

function inTextOrder(clocks: Map<string, Clock[]>): [string, Clock[]][] {
  return [...clocks].sort(([a], [b]) => (a < b ? -1 : 1));
}
