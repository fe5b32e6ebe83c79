// A support clock that nothing has decided yet, and what moves its due instant (measurement.md section 6).
import type { CalendarTerms } from '../agreement/agreement.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Due } from './due.ts';
import { dueInstant, pausedDuring, picked } from './due.ts';

/** `pauses` are those that it stood still in since it started, in order. */
export type RunningClock = {
  severity: number;
  startAt: Instant;
  pauses: Interval[];
  due: Due;
  dueAt: Instant;
};

/** What a severity promises: a duration on a calendar. */
export type Target = { severity: number; duration: string; calendar: CalendarTerms };

/** A clock that starts at `at`; `pauses` that begin there or later are taken off. */
export function startedClock(at: Instant, target: Target, pauses: Interval[] = []): RunningClock {
  const { severity, duration, calendar } = target;
  return withDue({ severity, startAt: at, pauses }, { from: at, duration, calendar, pauses });
}

/** Raised: due at the change plus the new target if that is earlier. Lowered: at the start plus it if later. */
export function retargeted(clock: RunningClock, at: Instant, target: Target): RunningClock {
  const { severity, duration, calendar } = target;
  const isRaised = severity < clock.severity;
  const from = isRaised ? at : clock.startAt;
  const promised: Due = { from, duration, calendar, pauses: clock.pauses };
  const other = { due: promised, dueAt: dueInstant(promised) };
  return { ...clock, severity, ...choice(isRaised ? 'earlier' : 'later', clock, other) };
}

/** The clock after a stretch in which it stood still. */
export function resumedAfter(pause: Interval, clock: RunningClock): RunningClock {
  return withDue({ ...clock, pauses: [...clock.pauses, pause] }, pausedDuring(clock.due, pause));
}

/** One clock for two whose tickets became one: the earlier start and the earlier due instant. */
export function joined(survivor: RunningClock, merged: RunningClock): RunningClock {
  const { startAt, pauses } = survivor.startAt <= merged.startAt ? survivor : merged;
  return { severity: survivor.severity, startAt, pauses, ...choice('earlier', survivor, merged) };
}

type DueAt = Pick<RunningClock, 'due' | 'dueAt'>;

/** Both are kept, because a pause may move one more than the other. */
function choice(pick: 'earlier' | 'later', one: DueAt, other: DueAt): DueAt {
  return { due: { pick, of: [one.due, other.due] }, dueAt: picked(pick, one.dueAt, other.dueAt) };
}

function withDue(clock: Pick<RunningClock, 'severity' | 'startAt' | 'pauses'>, due: Due): RunningClock {
  const { severity, startAt, pauses } = clock;
  return { severity, startAt, pauses, due, dueAt: dueInstant(due) };
}
