import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { toldEvents } from '@upheld/shared/tickets/told-events';
import { describe, expect, it } from 'vitest';
import { hour, minute, opened, plain, reply } from './desk.ts';

describe('the events of a ticket', () => {
  const never = { toldAt: null, deskKnownUntil: null };

  it('are given when each was told, whatever order that is known in', () => {
    const [asked, answered] = [opened(hour(0), 1), reply(minute(30))];
    const late = { ...answered, toldAt: hour(5), deskKnownUntil: hour(4) };
    const first = { ...asked, toldAt: minute(1), deskKnownUntil: null };
    expect(toldEvents([asked, answered], [late, first])).toEqual([first, late]);
  });

  it('are told apart by all that they say, and not by when they were observed', () => {
    const answered = reply(hour(1));
    const said = { ticket: 'A', at: hour(1), type: 'public-reply' } as const;
    const others: TicketEvent[] = [
      { ...answered, ticket: 'B' },
      { ...answered, at: hour(2) },
      { ...said, actor: 'supplier', autoSubmitted: true },
      { ...said, actor: 'bot', autoSubmitted: false },
      plain(hour(1), 'note'),
      opened(hour(1), 2),
    ];
    const told = others.map((event) => ({ ...event, toldAt: hour(9), deskKnownUntil: null }));
    expect(toldEvents([answered, opened(hour(1), 1)], told)).toEqual([
      { ...answered, ...never },
      { ...opened(hour(1), 1), ...never },
    ]);
    const seen = { ...answered, observedAfter: minute(50), toldAt: hour(3), deskKnownUntil: hour(2) };
    expect(toldEvents([answered], [seen])).toEqual([
      { ...answered, toldAt: hour(3), deskKnownUntil: hour(2) },
    ]);
  });

  it('of merges are told apart by where they lead', () => {
    const merge = (into: string): TicketEvent => ({ ticket: 'A', at: hour(1), type: 'merged-into', into });
    const told = [{ ...merge('C'), toldAt: hour(2), deskKnownUntil: null }];
    expect(toldEvents([merge('B'), merge('C')], told).map(({ toldAt }) => toldAt)).toEqual([null, hour(2)]);
  });
});
