// A support clock as it is reported (measurement.md section 6).
import type { Instant, Interval } from '../time/instant.ts';
import type { RunningClock } from './running-clock.ts';

/** `merged`: another ticket carries it on; `deleted`: its ticket left the desk. Neither counts anywhere. */
export type ClockState = 'met' | 'missed' | 'unknown' | 'running' | 'merged' | 'deleted';

/**
 * What is known of a clock at an instant. `severity` is the one it was decided under or runs under;
 * `dueAt` is null while it stands still and when merged or deleted; `stoppedAt` also tells an answer that came too
 * late; `decidedAt` is `stoppedAt` when met, `dueAt` when missed or unknown, else null.
 */
export type Clock = {
  severity: number;
  startAt: Instant;
  dueAt: Instant | null;
  stoppedAt: Instant | null;
  state: ClockState;
  decidedAt: Instant | null;
};

/** Stopped in time. */
export function metClock({ severity, startAt, dueAt }: RunningClock, stoppedAt: Instant): Clock {
  return { severity, startAt, dueAt, stoppedAt, state: 'met', decidedAt: stoppedAt };
}

/**
 * Fallen due without an answer that is known: missed, or unknown where the desk could not be read in a
 * part of its life. The due instant belongs to the life, because an answer at it is in time.
 */
export function elapsedClock({ severity, startAt, dueAt }: RunningClock, gaps: Interval[]): Clock {
  const mayBeAnswered = gaps.some(({ start, end }) => start <= dueAt && startAt < end);
  const state = mayBeAnswered ? 'unknown' : 'missed';
  return { severity, startAt, dueAt, stoppedAt: null, state, decidedAt: dueAt };
}

/** The late answer is recorded and changes nothing else. */
export function answeredLate(clock: Clock, stoppedAt: Instant): Clock {
  return clock.stoppedAt === null ? { ...clock, stoppedAt } : clock;
}

/** Ended undecided with its ticket. */
export function endedClock({ severity, startAt }: RunningClock, state: 'merged' | 'deleted'): Clock {
  return { severity, startAt, dueAt: null, stoppedAt: null, state, decidedAt: null };
}

/** Not decided yet: it runs, or stands still. */
export function undecidedClock({ severity, startAt, dueAt }: RunningClock, standsStill: boolean): Clock {
  return {
    severity,
    startAt,
    dueAt: standsStill ? null : dueAt,
    stoppedAt: null,
    state: 'running',
    decidedAt: null,
  };
}
