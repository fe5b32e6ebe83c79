// What a desk tells again in another way: people join and leave its staff, notes are made public, labels, priorities
// and statuses get other names.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

/** What an event is about; of two that are about the same at one instant, one is the other told in another way. */
const subjects = {
  'public-reply': 'message',
  note: 'message',
  opened: 'opening',
  'severity-changed': 'severity',
  'waiting-on-reporter': 'standing',
  'waiting-ended': 'standing',
  resolved: 'standing',
  reopened: 'standing',
  'merged-into': 'whereabouts',
  deleted: 'whereabouts',
  restored: 'whereabouts',
} as const satisfies Record<TicketEvent['type'], string>;

/**
 * The events of tickets that are told from their opening, without those of which as many are `known` already at their
 * instant and about the same: a desk that says today that an old message was written by somebody else, was public all
 * the time, or that a severity was another one, does not change what it said then. Nothing is missed or met afterwards.
 */
export function withoutRetold(told: TicketEvent[], known: TicketEvent[]): TicketEvent[] {
  const words = new Set(known.map(wordsOf));
  const room = new Map<string, number>();
  const add = (count: number) => (event: TicketEvent) => {
    room.set(placeOf(event), (room.get(placeOf(event)) ?? 0) + count);
  };
  told.forEach(add(1));
  known.forEach(add(-1));
  return told.filter((event) => {
    if (words.has(wordsOf(event))) return true;
    const left = room.get(placeOf(event)) ?? 0;
    room.set(placeOf(event), left - 1);
    return left > 0;
  });
}

const placeOf = ({ ticket, type, at }: TicketEvent): string =>
  `${subjects[type]} ${type === 'opened' ? '' : at} ${ticket}`;

function wordsOf(event: TicketEvent): string {
  const { ticket, at, type } = event;
  const said =
    'actor' in event ? `${event.actor} ${event.autoSubmitted}` : 'severity' in event ? event.severity : '';
  return `${type} ${at} ${said} ${ticket} ${'into' in event ? event.into : ''}`;
}
