import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { DeskInput } from '@upheld/shared/tickets/clocks';
import { disagreementReasons } from '@upheld/shared/tickets/disagreement';
import { secondOpinion } from '@upheld/shared/tickets/second-opinion';
import { describe, expect, it } from 'vitest';
import {
  desk,
  hour,
  mergedInto,
  minute,
  opened,
  plain,
  reply,
  reporterReply,
  severityChanged,
} from './desk.ts';

// Severity 1 promises a first response in 2 h, an update every hour and a resolution in 12 h; severity 2 in 8 h,
// 4 h and 24 h.
const now = hour(20);
const asked = opened(hour(0), 1);

function said(state: VendorClock['state'], more: Partial<VendorClock> = {}): VendorClock {
  return { ticket: 'A', kind: 'first-response', state, dueAt: hour(2), readAt: now, ...more };
}

function reasons(events: TicketEvent[], theirs: VendorClock, terms: Partial<DeskInput> = {}) {
  const input = desk(terms.asOf ?? now, [asked, ...events], terms);
  return secondOpinion(input, [theirs]).disagreements.map(({ reason }) => reason);
}

describe('the second opinion of a ticket system', () => {
  it('agrees where both say the same of a clock, whatever the due instant; paused is not decided', () => {
    const events = [asked, reply(hour(1)), opened(hour(19), 2, 'B'), opened(hour(0), 1, 'C')];
    const opinions = [
      said('met', { dueAt: null }),
      said('running', { ticket: 'B' }),
      said('paused', { ticket: 'B', kind: 'resolution', dueAt: null }),
      said('missed', { ticket: 'C', dueAt: hour(1) }),
    ];
    expect(secondOpinion(desk(now, events), opinions)).toEqual({
      agreed: 4,
      notPromised: 0,
      disagreements: [],
    });
  });

  it('is heard on what is promised only', () => {
    // Severity 3 promises a first response and nothing else; ticket X is not known.
    const events = [opened(hour(0), 3)];
    const opinions = [said('running', { kind: 'resolution' }), said('met', { ticket: 'X' })];
    expect(secondOpinion(desk(now, events), opinions)).toEqual({
      agreed: 0,
      notPromised: 2,
      disagreements: [],
    });
  });

  it('is shown beside ours, with the reason', () => {
    const theirs = said('met', { dueAt: hour(8) });
    expect(secondOpinion(desk(now, [asked, reply(hour(3))]), [theirs]).disagreements).toEqual([
      {
        ticket: 'A',
        kind: 'first-response',
        ours: {
          ...{ ticket: 'A', kind: 'first-response', severity: 1, startAt: hour(0), dueAt: hour(2) },
          ...{ stoppedAt: hour(3), state: 'missed', decidedAt: hour(2) },
        },
        theirs,
        reason: 'other-due-time',
      },
    ]);
  });

  it('speaks of our first resolution, and of the update slot that ran when it was read', () => {
    const events = [reply(hour(1)), plain(hour(3), 'resolved'), plain(hour(4), 'reopened')];
    // Met at 3 h, although the ticket is open again; the slot from 1 h to 2 h was missed, the next was dropped.
    expect(reasons(events, said('met', { kind: 'resolution' }))).toEqual([]);
    const input = desk(now, [asked, ...events]);
    const update = said('met', { kind: 'update', readAt: hour(1.5), dueAt: null });
    expect(secondOpinion(input, [update]).disagreements).toMatchObject([
      { ours: { kind: 'update', startAt: hour(1), state: 'missed' } },
    ]);
  });

  it('differs by an automatic reply or a bot that answered before we were due', () => {
    const mail = { ...reply(minute(1)), autoSubmitted: true };
    const bot = { ...reply(hour(2)), actor: 'bot' as const };
    const outOfOffice = { ...reporterReply(minute(1)), autoSubmitted: true };
    expect(reasons([mail], said('met'))).toEqual(['automatic-reply']);
    expect(reasons([bot], said('met'))).toEqual(['automatic-reply']);
    expect(reasons([outOfOffice], said('met'))).toEqual(['unexplained']);
    expect(reasons([{ ...bot, at: hour(2) + 1 }], said('met'))).toEqual(['unexplained']);
    expect(reasons([{ ...bot, at: -1 + hour(0) }], said('met'))).toEqual(['unexplained']);
    // The slot from 1 h to 2 h was missed; the bot wrote before it began.
    const early = [{ ...bot, at: minute(10) }, reply(hour(1)), plain(hour(3), 'resolved')];
    expect(reasons(early, said('met', { kind: 'update', readAt: hour(1.5) }))).toEqual(['unexplained']);
    expect(reasons([mail], said('running'))).toEqual(['unexplained']);
    expect(reasons([mail], said('met', { kind: 'resolution', dueAt: hour(12) }))).toEqual(['unexplained']);
  });

  it('differs by a severity that changed since the start, also after our decision', () => {
    expect(reasons([severityChanged(hour(1), 2), reply(hour(7))], said('missed'))).toEqual([
      'severity-changed',
    ]);
    expect(reasons([severityChanged(hour(5), 2), reply(hour(7))], said('met', { dueAt: hour(8) }))).toEqual([
      'severity-changed',
    ]);
    const late = [severityChanged(hour(5), 2), reply(hour(7))];
    expect(reasons(late, said('met', { dueAt: hour(8), readAt: hour(4) }))).toEqual(['other-due-time']);
  });

  it('differs by a wait for the reporter, or says so itself', () => {
    const wait = [plain(hour(1), 'waiting-on-reporter'), plain(hour(1.5), 'waiting-ended')];
    expect(reasons([...wait, reply(hour(2.4))], said('met', { dueAt: hour(2.5) }))).toEqual(['paused']);
    expect(reasons([], said('paused', { dueAt: null }))).toEqual(['paused']);
    const after = [plain(hour(2), 'waiting-on-reporter'), plain(hour(4), 'waiting-ended')];
    expect(reasons([...after, reply(hour(5))], said('met', { dueAt: hour(5) }))).toEqual(['other-due-time']);
  });

  it('differs by a merge on either side of it', () => {
    const merge = [opened(hour(-1), 1, 'B'), mergedInto(minute(10), 'A', 'B')];
    expect(reasons([...merge, reply(minute(90))], said('met'))).toEqual(['merged']);
    expect(reasons(merge, said('running', { ticket: 'B', readAt: minute(5) }))).toEqual(['merged']);
  });

  it('differs by what we do not know: a gap, or an event seen between two readings', () => {
    const gaps = [{ start: minute(30), end: minute(40) }];
    expect(reasons([reply(hour(3))], said('met'), { gaps })).toEqual(['our-gap']);
    expect(reasons([{ ...reply(hour(3)), observedAfter: hour(1) }], said('met'))).toEqual(['our-gap']);
  });

  it('differs because it was read before ours was decided', () => {
    expect(reasons([], said('running', { readAt: hour(2) - 1 }))).toEqual(['read-earlier']);
    expect(reasons([], said('running', { readAt: hour(2) }))).toEqual(['unexplained']);
    expect(reasons([], said('met', { readAt: hour(1) }))).toEqual(['unexplained']);
  });

  it('differs because the ticket has left the desk', () => {
    expect(reasons([plain(hour(1), 'deleted')], said('missed'))).toEqual(['deleted']);
  });

  it('has a sentence for every reason', () => {
    for (const sentence of Object.values(disagreementReasons)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
