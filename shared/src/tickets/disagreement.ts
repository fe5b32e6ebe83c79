// Why a ticket system says something else of a clock than we do, worked out from what happened to its ticket.
import type { VendorClock } from '../facts/vendor-clock.ts';
import type { Instant } from '../time/instant.ts';
import type { SupportClock } from './clocks.ts';
import type { Reaction } from './reactions.ts';
import { replyTo } from './replies.ts';
import type { Step } from './steps.ts';
import { waitsOf } from './waits.ts';

/** Reasons that two clocks differ, as sentences for people; the first one that holds is given. */
export const disagreementReasons = {
  'our-gap':
    'The desk could not be read, or only showed between two readings what happened, when it mattered.',
  deleted: 'The ticket left the desk before the clock was decided, so it counts nowhere.',
  'read-earlier': 'The system was read before the instant at which our clock was decided.',
  'automatic-reply':
    'A bot or an automatic message replied before the clock was due, which is no response here.',
  merged: 'The ticket was merged, which ends or moves its clocks.',
  'severity-changed': 'The severity changed, which moves our due instant by the rule of the agreement.',
  paused:
    'The ticket waited for its reporter, which stops the clocks that the agreement names and no others.',
  'other-due-time': 'The system had another due instant, by another calendar or another target.',
  unexplained: 'Nothing that is known of the ticket explains it.',
} as const;

export type DisagreementReason = keyof typeof disagreementReasons;

/** Two clocks that differ, and what happened to their ticket. */
export type Differing = { ours: SupportClock; theirs: VendorClock; history: Reaction[]; asOf: Instant };

/** The first reason that holds, in the order in which they are listed. */
export function disagreementReason(differing: Differing): DisagreementReason {
  return ordered.find(([, holds]) => holds(differing))?.[0] ?? 'unexplained';
}

const ordered: [DisagreementReason, (differing: Differing) => boolean][] = [
  ['our-gap', ({ ours }) => ours.state === 'unknown'],
  ['deleted', ({ ours }) => ours.state === 'deleted'],
  ['read-earlier', wasReadEarlier],
  ['automatic-reply', hadAutomaticReply],
  ['merged', wasMerged],
  ['severity-changed', hadSeverityChange],
  ['paused', wasPaused],
  ['other-due-time', hasOtherDueTime],
];

function wasReadEarlier({ ours, theirs }: Differing): boolean {
  const isUndecided = theirs.state === 'running' || theirs.state === 'paused';
  return isUndecided && ours.decidedAt !== null && theirs.readAt < ours.decidedAt;
}

/** A resolution is answered by no reply. */
function hadAutomaticReply({ ours, theirs, history, asOf }: Differing): boolean {
  if (theirs.state !== 'met' || theirs.kind === 'resolution') return false;
  const due = ours.dueAt ?? asOf;
  return history
    .flatMap((reaction) => replyTo(ours.ticket, reaction))
    .filter(({ actor, reason }) => reason === 'bot' || (reason === 'automatic' && actor === 'supplier'))
    .some(({ at }) => ours.startAt <= at && at <= due);
}

/** Up to when the system was read, for it may change its mind on a clock that is decided. */
function hadSeverityChange({ ours, theirs, ...differing }: Differing): boolean {
  const until = Math.max(lifeEnd({ ours, ...differing }), theirs.readAt);
  return stepsOf({ ours, ...differing }).some(
    ({ type, at }) => type === 'severity-changed' && ours.startAt <= at && at <= until,
  );
}

function wasMerged(differing: Differing): boolean {
  return differing.ours.state === 'merged' || stepsOf(differing).some(({ type }) => type === 'absorbed');
}

function wasPaused(differing: Differing): boolean {
  const { ours, theirs, history } = differing;
  if (theirs.state === 'paused') return true;
  return waitsOf(ours.ticket, history).some(
    ({ start, end }) => start < lifeEnd(differing) && (end === null || ours.startAt < end),
  );
}

function hasOtherDueTime({ ours, theirs }: Differing): boolean {
  return ours.dueAt !== null && theirs.dueAt !== null && ours.dueAt !== theirs.dueAt;
}

function lifeEnd({ ours, asOf }: Pick<Differing, 'ours' | 'asOf'>): Instant {
  return ours.decidedAt ?? asOf;
}

function stepsOf({ ours, history }: Pick<Differing, 'ours' | 'history'>): Step[] {
  return history.flatMap(({ steps }) => steps).filter(({ ticket }) => ticket === ours.ticket);
}
