// Messages that a desk tells again in another way: people join and leave its staff, and notes are made public.
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';

/**
 * The events of tickets that are told from their opening, without messages of which as many are `known` already at
 * their instant: a desk that says today that an old one was written by somebody else, or was public all the time, does
 * not change what it said then. Nobody answers in time afterwards.
 */
export function withoutRetold(told: TicketEvent[], known: TicketEvent[]): TicketEvent[] {
  const words = new Set(known.map(wordsOf));
  const room = new Map<string, number>();
  const add = (count: number) => (event: TicketEvent) => {
    if (isMessage(event)) room.set(placeOf(event), (room.get(placeOf(event)) ?? 0) + count);
  };
  told.forEach(add(1));
  known.forEach(add(-1));
  return told.filter((event) => {
    if (!isMessage(event) || words.has(wordsOf(event))) return true;
    const left = room.get(placeOf(event)) ?? 0;
    room.set(placeOf(event), left - 1);
    return left > 0;
  });
}

/** The types of a reply or a note. */
export const messageTypes = ['public-reply', 'note'] as const satisfies TicketEvent['type'][];

const isMessage = ({ type }: TicketEvent): boolean => messageTypes.some((message) => message === type);
const placeOf = ({ ticket, at }: TicketEvent): string => `${at} ${ticket}`;
const wordsOf = (event: TicketEvent): string =>
  event.type === 'public-reply'
    ? `${placeOf(event)} ${event.actor} ${event.autoSubmitted}`
    : `${placeOf(event)} ${event.type}`;
