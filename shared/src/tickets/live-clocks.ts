// The clocks of a desk that run now, for whoever still has time to answer (measurement.md section 6).
import { serviceRanges, serviceTime } from '../time/calendar.ts';
import { serviceTimeBetween } from '../time/due-time.ts';
import type { Instant } from '../time/instant.ts';
import { clipped, without } from '../time/intervals.ts';
import type { DeskInput, SupportClock, SupportClockKind } from './clocks.ts';
import { deskTracks } from './desk-tracks.ts';
import type { TicketTracks } from './desk-tracks.ts';
import { decidingPromise } from './due.ts';
import { linkedTickets } from './linked.ts';
import { certainClocks } from './observed.ts';
import { dueMeaning } from './response-meaning.ts';
import type { RunningClock } from './running-clock.ts';
import type { Track } from './track.ts';
import { standsStill } from './track.ts';

/**
 * A clock that nothing has decided at `asOf`. Lengths are milliseconds.
 *
 * - `dueAt`: null while it stands still, because it moves on with the wait.
 * - `standsStillSince`: since when it waits for the reporter; null while it runs.
 * - `promised`: what decides when it is due: `duration` from `from` on, in service time of its calendar. `from`
 *   is `startAt`, or later where the severity was raised.
 * - `elapsedMs`, `leftMs`: service time of that calendar since `from` less pauses, and until it is due, as if a
 *   wait ended now.
 * - `pausedMs`: how long it has stood still in all since it started, on the wall clock, the present wait included.
 * - `meaning`: `24 h on 09:00-17:00 America/New_York = 3 working days, due Tue 14:30`.
 */
export type LiveClock = {
  ticket: string;
  kind: SupportClockKind;
  severity: number;
  startAt: Instant;
  dueAt: Instant | null;
  standsStillSince: Instant | null;
  promised: { from: Instant; duration: string };
  elapsedMs: number;
  leftMs: number;
  pausedMs: number;
  meaning: string;
};

/**
 * Every running clock of a desk, the next due first, then those that stand still; by ticket in text order where
 * that is equal. A clock that an observed event may have decided already is none of them.
 */
export function liveClocks(input: DeskInput, clocks: SupportClock[] = certainClocks(input)): LiveClock[] {
  const undecided = clocks.filter(({ state }) => state === 'running');
  const running = new Set(undecided.map(keyOf));
  // Few of a desk's tickets run, and the others need not be walked again.
  const tickets = linkedTickets(
    input.events,
    undecided.map(({ ticket }) => ticket),
  );
  const events = input.events.filter(({ ticket }) => tickets.has(ticket));
  const live = deskTracks({ ...input, events }).flatMap((tracks) => runningOf(tracks, input.asOf));
  return [...live.filter((clock) => running.has(keyOf(clock)))].sort(nextDueFirst);
}

function nextDueFirst(a: LiveClock, b: LiveClock): number {
  if (a.dueAt === b.dueAt) return a.ticket < b.ticket ? -1 : Number(a.ticket > b.ticket);
  return (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity);
}

function keyOf({ ticket, kind }: Pick<SupportClock, 'ticket' | 'kind'>): string {
  return `${kind} ${ticket}`;
}

function runningOf({ ticket, ...tracks }: TicketTracks, asOf: Instant): LiveClock[] {
  const live = (kind: SupportClockKind, track: Track): LiveClock[] => {
    const { running, standing } = track;
    if (running === null) return [];
    const waitingSince = standsStill(track) ? standing.waitingSince : null;
    return [{ ticket, kind, ...told(running, waitingSince, asOf) }];
  };
  return [
    ...live('first-response', tracks.firstResponse),
    ...live('update', tracks.updates),
    ...live('first-resolution', tracks.firstResolution),
    ...live('total-resolution', tracks.totalResolution),
  ];
}

/** A clock that starts in a wait has stood still since it started. */
function told(
  { severity, startAt, due, pauses, dueAt }: RunningClock,
  waitingSince: Instant | null,
  asOf: Instant,
): Omit<LiveClock, 'ticket' | 'kind'> {
  const standsStillSince = waitingSince === null ? null : Math.max(waitingSince, startAt);
  const ranUntil = standsStillSince ?? asOf;
  const { from, duration, calendar } = decidingPromise(due);
  const shownDue = standsStillSince === null ? dueAt : null;
  const stood = clipped(pauses, { start: startAt, end: asOf });
  return {
    severity,
    startAt,
    dueAt: shownDue,
    standsStillSince,
    promised: { from, duration },
    elapsedMs: serviceTime(without(serviceRanges(calendar, { start: from, end: ranUntil }), stood)),
    leftMs: serviceTimeBetween(ranUntil, dueAt, calendar),
    pausedMs: serviceTime(stood) + asOf - ranUntil,
    meaning: dueMeaning({ duration, calendar }, shownDue, asOf),
  };
}
