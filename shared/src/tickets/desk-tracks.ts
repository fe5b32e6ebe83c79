// The tracks of a desk's tickets at `asOf`: every step taken under every rule, in one walk over the events.
import type { Instant, Interval } from '../time/instant.ts';
import type { ClockRule } from './clock-rule.ts';
import type { DeskInput } from './clocks.ts';
import { firstResponse } from './first-response.ts';
import { reactions } from './reactions.ts';
import { firstResolution, totalResolution } from './resolution.ts';
import type { Step } from './steps.ts';
import type { SupportTerms, Track } from './track.ts';
import { absorb, advance, elapse, end } from './track.ts';
import { updateCadence } from './update-cadence.ts';

type ClockName = 'firstResponse' | 'updates' | 'firstResolution' | 'totalResolution';

/** The tracks of one ticket. */
export type TicketTracks = { ticket: string } & Record<ClockName, Track>;

/** The tracks of every opened ticket, each elapsed to `asOf`, in text order of the tickets. */
export function deskTracks({ events, gaps, asOf, amended = [], ...original }: DeskInput): TicketTracks[] {
  const termsAt = (at: Instant): SupportTerms => amended.findLast(({ from }) => from <= at) ?? original;
  const desk = new Map<string, TicketTracks>();
  for (const { steps } of reactions(events, asOf)) {
    for (const step of steps) {
      const own = desk.get(step.ticket) ?? idleTracks(step, { termsAt, gaps });
      desk.set(
        step.ticket,
        each(own, (track) => elapse(track, step.at)),
      );
      take(step, desk);
    }
  }
  return [...desk.values()]
    .map((own) => each(own, (track) => elapse(track, asOf)))
    .sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
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

function take(step: Step, desk: Map<string, TicketTracks>): void {
  const own = desk.get(step.ticket);
  if (own === undefined) return;
  if (step.type === 'absorbed') {
    const merged = desk.get(step.merged);
    if (merged === undefined) return;
    const ended = each(merged, (track) => elapse(track, step.at));
    desk.set(
      step.merged,
      each(ended, (track) => end(track, 'merged')),
    );
    desk.set(
      step.ticket,
      each(own, (track, name) => absorb(track, ended[name])),
    );
  } else {
    desk.set(
      step.ticket,
      each(own, (track) => (step.type === 'deleted' ? end(track, 'deleted') : advance(track, step))),
    );
  }
}

function each(
  { ticket, firstResponse, updates, firstResolution, totalResolution }: TicketTracks,
  move: (track: Track, name: ClockName) => Track,
): TicketTracks {
  return {
    ticket,
    firstResponse: move(firstResponse, 'firstResponse'),
    updates: move(updates, 'updates'),
    firstResolution: move(firstResolution, 'firstResolution'),
    totalResolution: move(totalResolution, 'totalResolution'),
  };
}
