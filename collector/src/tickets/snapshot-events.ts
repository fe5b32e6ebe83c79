// What a ticket tells whose desk keeps no history of it: what it is, what is written in it, and the instants of
// its last turns. What changed between two readings is seen only by the difference, and told as observed.
import type { Actor, TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Instant } from '@upheld/shared/time/instant';
import { standingEvents, type Standing } from './standing.ts';

type Turn = { at: Instant; type: 'resolved' | 'reopened' };

/** A reply or a note. */
export type Written = Pick<TicketEvent, 'ticket' | 'at'> &
  ({ type: 'public-reply'; actor: Actor; autoSubmitted: boolean } | { type: 'note' });

/** A ticket as it was read. */
export type Snapshot = {
  ticket: string;
  openedAt: Instant;
  updatedAt: Instant;
  severity: number;
  status: string;
  standing: Standing;
  /** Since when it has its status; null where the desk does not say. */
  statusSince: Instant | null;
  /** The last turns that the desk keeps instants of. */
  turns: Turn[];
  /** What was written in it. */
  written: Written[];
};

/**
 * What was told of a ticket before: nothing; what it was when it was last read; or that it was told, or may
 * have been, as it was at an instant, but not what was told.
 */
export type Before =
  | { is: 'new' }
  | { is: 'known'; updatedAt: Instant; severity: number; status: string; standing: Standing }
  | { is: 'forgotten'; at: Instant };

/**
 * Every event of a ticket, oldest first. The same reading after the same one before gives the same events; one
 * of a ticket that is new tells its severity as if it had always been that.
 */
export function snapshotEvents(now: Snapshot, before: Before): TicketEvent[] {
  const { ticket, openedAt, severity } = now;
  const turns = now.turns.map((turn) => ({ ticket, ...turn }));
  const events = [...now.written, ...turns, ...severityChange(now, before), ...statusChange(now, before)];
  return [
    { ticket, at: openedAt, type: 'opened', severity },
    ...events.toSorted((one, other) => one.at - other.at),
  ];
}

/** Of a ticket that was forgotten its severity is told again: where it did not change, that changes nothing. */
function severityChange(now: Snapshot, before: Before): TicketEvent[] {
  const { severity } = now;
  if (before.is === 'new' || (before.is === 'known' && before.severity === severity)) return [];
  if (before.is === 'forgotten' && now.updatedAt <= now.openedAt) return [];
  return [{ ...observed(now, before), type: 'severity-changed', severity }];
}

function statusChange(now: Snapshot, before: Before): TicketEvent[] {
  const stamp = statusStamp(now, before);
  const turned = now.turns.toSorted((one, other) => one.at - other.at).at(-1)?.type;
  const events = standingBefore(now, before, turned).flatMap((from) =>
    standingEvents(stamp, from, now.standing),
  );
  const untold = events.filter(
    ({ type }) => type !== turned && !(type === 'waiting-on-reporter' && isOver(now, before)),
  );
  return [...interruption(now, before), ...untold];
}

/** The ways in which it may have stood before, as far as it was told. */
function standingBefore(now: Snapshot, before: Before, turned: Turn['type'] | undefined): Standing[] {
  // Some desks keep when a ticket was resolved, though it was reopened since.
  const resolved = turned === 'resolved' && now.standing !== 'resolved' ? ['resolved' as const] : [];
  if (before.is === 'known') return [...new Set([before.standing, ...resolved])];
  const isNews = before.is === 'forgotten' && (now.statusSince ?? now.updatedAt) > latest(now, before);
  if (!isNews || now.standing === 'resolved') return resolved.length > 0 ? resolved : ['open'];
  return now.standing === 'open' ? ['resolved', 'waiting'] : ['resolved'];
}

/** A wait whose status is younger than the last reading began anew: something else was between. */
function interruption(now: Snapshot, before: Before): TicketEvent[] {
  if (before.is !== 'known' || before.standing !== 'waiting' || now.standing !== 'waiting') return [];
  const { ticket, statusSince: at } = now;
  if (before.status !== now.status || at === null || at <= before.updatedAt) return [];
  return [
    { ticket, at, observedAfter: before.updatedAt, type: 'waiting-ended' },
    { ticket, at, type: 'waiting-on-reporter' },
  ];
}

type Stamp = Pick<TicketEvent, 'ticket' | 'at' | 'observedAfter'>;

function statusStamp(now: Snapshot, before: Before): Stamp {
  const { ticket, statusSince, turns, updatedAt } = now;
  if (statusSince !== null) return { ticket, at: statusSince };
  const { at, observedAfter } = observed(now, before);
  if (observedAfter === undefined || before.is === 'known') return observed(now, before);
  const lasting = now.standing === 'waiting' ? [...turns, ...answers(now)] : turns;
  const later = lasting.map((event) => event.at).filter((instant) => instant < updatedAt);
  return { ticket, at, observedAfter: Math.max(observedAfter, ...later) };
}

/** Whether a wait of unknown age ended with what the reporter wrote: whenever it began, it was before. */
function isOver(now: Snapshot, before: Before): boolean {
  if (now.statusSince !== null || before.is === 'known') return false;
  return answers(now).some(({ at }) => at >= now.updatedAt);
}

function answers({ written }: Snapshot): Written[] {
  return written.filter((event) => {
    return event.type === 'public-reply' && event.actor === 'reporter' && !event.autoSubmitted;
  });
}

/** A change since the last reading; one of a ticket that did not change since it was opened happened then. */
function observed(now: Snapshot, before: Before): Stamp {
  const { ticket, openedAt, updatedAt } = now;
  if (updatedAt <= openedAt) return { ticket, at: openedAt };
  return { ticket, at: updatedAt, observedAfter: Math.min(latest(now, before), updatedAt - 1) };
}

function latest({ openedAt }: Snapshot, before: Before): Instant {
  if (before.is === 'new') return openedAt;
  return Math.max(openedAt, before.is === 'known' ? before.updatedAt : before.at);
}
