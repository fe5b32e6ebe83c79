import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import { reactions } from '@upheld/shared/tickets/reactions';
import { replyReasons, ticketReplies } from '@upheld/shared/tickets/replies';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hour, mergedInto, minute, opened, plain, reply, reporterReply, severityChanged } from './desk.ts';

const now = hour(10);

function written(at: number, actor: 'supplier' | 'reporter' | 'bot', autoSubmitted = false): TicketEvent {
  return { ticket: 'A', at, type: 'public-reply', actor, autoSubmitted };
}

function reasons(events: TicketEvent[], ticket = 'A') {
  return ticketReplies(events, ticket, now).map(({ counts, reason }) => [counts, reason]);
}

describe('the replies of a ticket', () => {
  it('count where a human of the supplier wrote in public, and say why the others do not', () => {
    const events = [
      reply(minute(-1)),
      opened(hour(0), 1),
      written(minute(1), 'supplier', true),
      written(minute(2), 'bot'),
      written(minute(3), 'bot', true),
      plain(minute(4), 'note'),
      reporterReply(minute(5)),
      written(minute(6), 'reporter', true),
      reply(minute(7)),
      severityChanged(minute(8), 2),
      plain(minute(9), 'resolved'),
      reply(minute(10)),
      plain(minute(11), 'deleted'),
      reply(minute(11)),
    ];
    expect(reasons(events)).toEqual([
      [false, 'before-opened'],
      [false, 'automatic'],
      [false, 'bot'],
      [false, 'bot'],
      [false, 'note'],
      [false, 'reporter'],
      [false, 'automatic'],
      [true, 'supplier'],
      [true, 'supplier'],
      [false, 'deleted'],
    ]);
  });

  it('tell where, when and by what kind of writer; of a note the writer is not known', () => {
    const seen = { ...reply(minute(7)), observedAfter: minute(2) };
    expect(ticketReplies([opened(hour(0), 1), plain(minute(4), 'note'), seen], 'A', now)).toEqual([
      {
        ticket: 'A',
        at: minute(4),
        observedAfter: null,
        type: 'note',
        actor: null,
        counts: false,
        reason: 'note',
      },
      {
        ...{ ticket: 'A', at: minute(7), observedAfter: minute(2), type: 'public-reply', actor: 'supplier' },
        ...{ counts: true, reason: 'supplier' },
      },
    ]);
  });

  it('act after a merge on the ticket that is left, and count there', () => {
    const events = [
      opened(hour(0), 1),
      opened(hour(0), 1, 'B'),
      reply(minute(1), 'B'),
      mergedInto(minute(2), 'A', 'B'),
      reply(minute(3), 'B'),
    ];
    expect(reasons(events, 'A')).toEqual([[true, 'supplier']]);
    expect(ticketReplies(events, 'A', now)).toMatchObject([{ ticket: 'B', at: minute(3) }]);
    expect(reasons(events, 'B')).toEqual([
      [true, 'supplier'],
      [false, 'after-merge'],
    ]);
  });

  it('are none of other tickets, and none that are to come', () => {
    const events = [opened(hour(0), 1), reply(minute(1), 'B'), reply(now + 1)];
    expect(reasons(events)).toEqual([]);
  });

  it('that count are the answers that clocks know, in any life', () => {
    const tickets = ['A', 'B'];
    const at = fc.nat(60).map(minute);
    const ticket = fc.constantFrom(...tickets);
    const anyEvent: fc.Arbitrary<TicketEvent> = fc.oneof(
      fc.tuple(at, fc.constantFrom(1, 2), ticket).map((parts) => opened(...parts)),
      fc.tuple(at, ticket, ticket).map((parts) => mergedInto(...parts)),
      fc
        .tuple(at, fc.constantFrom('resolved' as const, 'note' as const, 'deleted' as const), ticket)
        .map((parts) => plain(...parts)),
      fc.record({
        ...{ ticket, at, type: fc.constant('public-reply' as const), autoSubmitted: fc.boolean() },
        actor: fc.constantFrom('supplier' as const, 'reporter' as const, 'bot' as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const steps = [...reactions(events, now)].flatMap((reaction) => reaction.steps);
        for (const one of tickets) {
          const replies = ticketReplies(events, one, now);
          const answers = steps.filter((step) => step.type === 'answered' && step.ticket === one);
          expect(replies.filter(({ counts }) => counts).map((counted) => counted.at)).toEqual(
            answers.map((answer) => answer.at),
          );
          expect(replies.every(({ counts, reason }) => counts === (reason === 'supplier'))).toBe(true);
        }
      }),
    );
  });

  it('have a sentence for every reason', () => {
    for (const sentence of Object.values(replyReasons)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
