// The tracks of a desk's tickets at `asOf`: every step taken under every rule.
import type { Instant, Interval } from '../time/instant.ts';
import type { ClockRule } from './clock-rule.ts';
import type { DeskInput } from './clocks.ts';
import { firstResponse } from './first-response.ts';
import { byLinkedTickets } from './linked.ts';
import { reactions } from './reactions.ts';
import { firstResolution, totalResolution } from './resolution.ts';
import type { Step } from './steps.ts';
import type { SupportTerms, Track } from './track.ts';
import { absorb, advance, elapse, end } from './track.ts';
import { updateCadence } from './update-cadence.ts';

const clockNames = ['firstResponse', 'updates', 'firstResolution', 'totalResolution'] as const;

/** The tracks of one ticket. */
export type TicketTracks = { ticket: string } & Record<(typeof clockNames)[number], Track>;

/**
 * The tracks of every opened ticket, each elapsed to `asOf`, in no order. One by one, and tickets that were
 * merged together, so that a desk's steps are forgotten as soon as their clocks are known.
 */
export function* deskTracks(input: DeskInput): Generator<TicketTracks, void> {
  const { gaps, asOf, amended = [] } = input;
  const termsAt = (at: Instant): SupportTerms => amended.findLast(({ from }) => from <= at) ?? input;
  for (const events of byLinkedTickets(input.events)) {
    const tracks = new Map<string, TicketTracks>();
    for (const { steps } of reactions(events, asOf)) {
      for (const step of steps) {
        if (step.type === 'opened') tracks.set(step.ticket, idleTracks(step, { termsAt, gaps }));
        take(step, tracks);
      }
    }
    for (const own of tracks.values()) for (const name of clockNames) elapse(own[name], asOf);
    yield* tracks.values();
  }
}

function idleTracks(
  { ticket, before }: Step,
  context: { termsAt: (at: Instant) => SupportTerms; gaps: Interval[] },
): TicketTracks {
  const idle = (rule: ClockRule): Track => ({
    ...context,
    rule,
    standing: before,
    over: [],
    running: null,
    stopped: null,
  });
  return {
    ticket,
    firstResponse: idle(firstResponse),
    updates: idle(updateCadence),
    firstResolution: idle(firstResolution),
    totalResolution: idle(totalResolution),
  };
}

function take(step: Step, tracks: Map<string, TicketTracks>): void {
  const own = tracks.get(step.ticket);
  const merged = step.type === 'absorbed' ? tracks.get(step.merged) : undefined;
  if (own === undefined) return;
  for (const name of clockNames) {
    elapse(own[name], step.at);
    if (merged !== undefined) mergeInto(own[name], merged[name], step.at);
    else if (step.type === 'deleted') end(own[name], 'deleted');
    else advance(own[name], step);
  }
}

function mergeInto(own: Track, merged: Track, at: Instant): void {
  elapse(merged, at);
  absorb(own, merged);
  end(merged, 'merged');
}
