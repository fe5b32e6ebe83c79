// One ticket's clocks under one rule, moved in place from step to step (measurement.md section 6): a desk has
// millions of moves, and copies of what they leave alone took most of the time.
import type { CalendarTerms, Severity, SupportMatrix } from '../agreement/agreement.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { ClockRule } from './clock-rule.ts';
import type { Clock } from './clock.ts';
import { answeredLate, elapsedClock, endedClock, metClock, undecidedClock } from './clock.ts';
import type { RunningClock, Target } from './running-clock.ts';
import { joined, resumedAfter, retargeted, startedClock } from './running-clock.ts';
import type { Step, TicketStanding } from './steps.ts';

/** What was promised. */
export type SupportTerms = {
  severities: Severity[];
  calendars: Record<string, CalendarTerms>;
  waitingOnReporterPauses: SupportMatrix['waitingOnReporterPauses'];
};

/**
 * `termsAt` gives the terms in force at an instant: a clock stays under those that were when it started.
 * `gaps` are stretches of which the desk's events are not known. `stopped` is the clock that ran last before
 * the answer, kept for the rule that resumes it.
 */
export type Track = {
  rule: ClockRule;
  termsAt: (at: Instant) => SupportTerms;
  gaps: Interval[];
  standing: TicketStanding;
  over: Clock[];
  running: RunningClock | null;
  stopped: RunningClock | null;
};

/** Decides what fell due before `now`; at a due instant itself an answer is still in time. */
export function elapse(track: Track, now: Instant): void {
  while (track.running !== null && track.running.dueAt < now && !standsStill(track)) {
    track.over.push(elapsedClock(track.running, track.gaps));
    track.running = successor(track, track.running);
  }
}

/** Takes a step of its own ticket. */
export function advance(track: Track, step: Step): void {
  pause(track, step);
  stop(track, step);
  resume(track, step);
  track.standing = step.after;
  retarget(track, step.at);
  run(track, step.at);
}

/**
 * Takes over the track of a ticket merged into its own: one clock for two that ran. A clock that ran on the
 * merged ticket only is lost, and so is its update slot: the slots of the ticket that is left go on.
 */
export function absorb(track: Track, merged: Track): void {
  if (track.running === null || merged.running === null || track.rule.course === 'repeats') return;
  track.running = joined(track.running, merged.running);
}

/**
 * Ends with its ticket, which was merged or deleted: decided clocks stay, the running one shows as ended so. A
 * running update slot is dropped, as it is when its ticket is resolved.
 */
export function end(track: Track, how: 'merged' | 'deleted'): void {
  if (track.running === null) return;
  if (track.rule.course !== 'repeats') track.over.push(endedClock(track.running, how));
  track.running = null;
}

/** The clocks in order of time, the running one last. */
export function clocksOf(track: Track): Clock[] {
  return track.running === null
    ? track.over
    : [...track.over, undecidedClock(track.running, standsStill(track))];
}

/** Whether its running clock stands still, because the ticket waits for its reporter. */
export function standsStill({ rule, termsAt, standing, running }: Track): boolean {
  if (rule.pause === null || standing.waitingSince === null || running === null) return false;
  return termsAt(running.startAt).waitingOnReporterPauses.includes(rule.pause);
}

/** The slot after an elapsed one starts where that one fell due. */
function successor(track: Track, { severity, dueAt, pauses }: RunningClock): RunningClock | null {
  const target = track.rule.course === 'repeats' ? targetOf(track, dueAt, severity) : null;
  return target === null ? null : startedClock(dueAt, target, pauses);
}

function pause(track: Track, { type, at, before }: Step): void {
  if (type !== 'waiting-ended' || before.waitingSince === null) return;
  if (track.running === null || !standsStill(track)) return;
  track.running = resumedAfter({ start: before.waitingSince, end: at }, track.running);
}

function stop(track: Track, { type, at }: Step): void {
  const { rule, running, over } = track;
  if (type !== rule.stoppedBy) return;
  if (running !== null) {
    over.push(metClock(running, at));
    track.running = null;
    track.stopped = running;
  } else if (rule.course !== 'repeats') track.over = over.map((clock) => answeredLate(clock, at));
}

/** A met clock that resumes leaves the period that had counted it. */
function resume(track: Track, { type, at }: Step): void {
  const { rule, over, stopped } = track;
  const stoppedAt = over.at(-1)?.stoppedAt ?? null;
  if (type !== 'reopened' || rule.course !== 'resumes' || stopped === null || stoppedAt === null) return;
  over.pop();
  track.running = resumedAfter({ start: stoppedAt, end: at }, stopped);
  track.stopped = null;
}

function retarget(track: Track, at: Instant): void {
  const { running, standing } = track;
  if (running === null || running.severity === standing.severity) return;
  const target = targetOf(track, running.startAt, standing.severity);
  track.running = target === null ? null : retargeted(running, at, target);
}

/** Starts the clock where the ticket has come to stand so that it runs, and drops it where it no longer does. */
function run(track: Track, at: Instant): void {
  const { rule, standing, running, over } = track;
  if (!rule.runsOn(standing)) track.running = null;
  else if (running === null && (rule.course === 'repeats' || over.length === 0)) {
    const target = targetOf(track, at, standing.severity);
    if (target !== null) track.running = startedClock(at, target);
  }
}

/** What a clock that starts at `at` is promised under a severity. */
function targetOf({ rule, termsAt }: Track, at: Instant, level: number): Target | null {
  const terms = termsAt(at);
  const severity = terms.severities.find((candidate) => candidate.level === level);
  const duration = severity && rule.duration(severity);
  if (severity === undefined || duration === undefined) return null;
  const calendar = terms.calendars[severity.calendar];
  if (calendar === undefined) {
    throw new RangeError(
      `severity ${level}: calendar "${severity.calendar}" is not one of the agreement's calendars`,
    );
  }
  return { severity: level, duration, calendar };
}
