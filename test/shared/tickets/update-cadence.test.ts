import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { Clock } from '@upheld/shared/tickets/clock';
import { supportClocks } from '@upheld/shared/tickets/clocks';
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
  severity,
  severityChanged,
} from './desk.ts';

/** The slots of ticket A, opened at 0 h under severity 1 with an update promised every hour. */
function slotsOf(asOf: number, events: TicketEvent[], pauses: 'updates'[] = []): Clock[] {
  const input = desk(asOf, [opened(hour(0), 1), ...events], { waitingOnReporterPauses: pauses });
  return supportClocks(input)[0]?.updates ?? [];
}

const outline = (slots: Clock[]) => slots.map(({ state, startAt, dueAt }) => [state, startAt, dueAt]);

describe('the update cadence', () => {
  it('has no slot before the first qualifying reply, and starts at it even when it came late', () => {
    expect(slotsOf(hour(9), [])).toEqual([]);
    expect(outline(slotsOf(hour(3), [reply(hour(3))]))).toEqual([['running', hour(3), hour(4)]]);
  });

  it('closes a slot at each reply, and misses slot after slot without one', () => {
    const slots = slotsOf(minute(200), [reply(minute(10)), reply(minute(40))]);
    expect(outline(slots)).toEqual([
      ['met', minute(10), minute(70)],
      ['missed', minute(40), minute(100)],
      ['missed', minute(100), minute(160)],
      ['running', minute(160), minute(220)],
    ]);
  });

  it('drops the running slot when the ticket is resolved, and starts one when it is reopened', () => {
    const events = [reply(hour(1)), plain(minute(90), 'resolved'), plain(hour(5), 'reopened')];
    expect(slotsOf(hour(4), events)).toEqual([]);
    expect(outline(slotsOf(minute(330), events))).toEqual([['running', hour(5), hour(6)]]);
  });

  it('does not start at a reply to a resolved ticket, nor at the reopening of an unanswered one', () => {
    expect(slotsOf(hour(2), [plain(minute(5), 'resolved'), reply(minute(10))])).toEqual([]);
    const reopened = [plain(minute(5), 'resolved'), plain(minute(10), 'reopened')];
    expect(slotsOf(hour(2), reopened)).toEqual([]);
  });

  it('drops the slot under a severity without a cadence, and starts one at the change to one with it', () => {
    const events = [reply(minute(10)), severityChanged(minute(20), 3)];
    expect(slotsOf(hour(2), events)).toEqual([]);
    expect(outline(slotsOf(minute(50), [...events, severityChanged(minute(40), 1)]))).toEqual([
      ['running', minute(40), minute(100)],
    ]);
  });

  it('moves the running slot when the severity is lowered: its start plus the new target', () => {
    const slots = slotsOf(hour(1), [reply(minute(10)), severityChanged(minute(20), 2)]);
    expect(outline(slots)).toEqual([['running', minute(10), minute(250)]]);
  });

  it('misses a year of slots of a minute, half a million of them', () => {
    const terms = { severities: [severity(1, { updateEvery: '1m' })] };
    const input = desk(minute(525_600), [opened(hour(0), 1), reply(hour(0))], terms);
    expect(supportClocks(input)[0]?.updates).toHaveLength(525_600);
  });

  it('goes on as it was when another ticket is merged into it', () => {
    const events = [
      reply(minute(10)),
      opened(minute(0), 1, 'B'),
      reply(minute(5), 'B'),
      mergedInto(minute(20), 'A', 'B'),
    ];
    const [left, merged] = supportClocks(desk(minute(30), [opened(hour(0), 1), ...events]));
    expect(outline(left?.updates ?? [])).toEqual([['running', minute(10), minute(70)]]);
    expect(merged?.updates).toEqual([]);
  });
});

describe('a missed slot', () => {
  it('stays unanswered by a reply to the ticket when that is resolved', () => {
    const slots = slotsOf(hour(3), [reply(minute(10)), plain(minute(80), 'resolved'), reply(hour(2))]);
    expect(slots).toEqual([expect.objectContaining({ state: 'missed', stoppedAt: null })]);
  });
});

describe('waiting for the reporter', () => {
  const wait = [reply(minute(10)), plain(minute(40), 'waiting-on-reporter')];

  it('stands the slot still where updates pause, with no due instant until the wait ends', () => {
    expect(outline(slotsOf(hour(9), wait, ['updates']))).toEqual([['running', minute(10), null]]);
    // 30 minutes had passed; the other 30 follow the wait.
    const ended = [...wait, plain(minute(100), 'waiting-ended')];
    expect(outline(slotsOf(minute(101), ended, ['updates']))).toEqual([['running', minute(10), minute(130)]]);
  });

  it('changes nothing where updates do not pause', () => {
    expect(slotsOf(minute(71), wait)[0]).toMatchObject({ state: 'missed', dueAt: minute(70) });
  });

  it('ends at the next message of the reporter that no machine sent', () => {
    const automatic: TicketEvent = {
      ...reporterReply(minute(60)),
      type: 'public-reply',
      actor: 'reporter',
      autoSubmitted: true,
    };
    const waiting = slotsOf(minute(70), [...wait, automatic], ['updates']);
    expect(waiting[0]?.dueAt).toBeNull();
    const answered = slotsOf(minute(110), [...wait, automatic, reporterReply(minute(100))], ['updates']);
    expect(answered[0]?.dueAt).toBe(minute(130));
  });

  it('goes on when it begins again before it ended, from where it began first', () => {
    const again = [...wait, plain(minute(60), 'waiting-on-reporter'), plain(minute(100), 'waiting-ended')];
    expect(slotsOf(minute(110), again, ['updates'])[0]?.dueAt).toBe(minute(130));
  });

  it('takes from a slot that a reply starts meanwhile what is left of the wait', () => {
    const events = [...wait, reply(minute(70)), plain(minute(100), 'waiting-ended')];
    expect(outline(slotsOf(minute(110), events, ['updates']))).toEqual([
      ['met', minute(10), minute(70)],
      ['running', minute(70), minute(160)],
    ]);
  });

  it('ends when the ticket is resolved, and does not begin while it is', () => {
    const events = [
      ...wait,
      plain(minute(50), 'resolved'),
      plain(minute(55), 'waiting-on-reporter'),
      plain(minute(60), 'reopened'),
    ];
    expect(outline(slotsOf(minute(70), events, ['updates']))).toEqual([['running', minute(60), minute(120)]]);
  });

  it('moves both due instants that a change of severity chose from', () => {
    const lowered = [reply(minute(10)), severityChanged(minute(10), 2)];
    const waited = [plain(minute(210), 'waiting-on-reporter'), plain(minute(220), 'waiting-ended')];
    // Due at 10 + 240 = 250 min. Raised at 200: 260 is later, 250 stays, and the wait makes it 260.
    const late = [...lowered, severityChanged(minute(200), 1), ...waited];
    expect(slotsOf(minute(225), late, ['updates'])[0]?.dueAt).toBe(minute(260));
    // Raised at 180: 240 is earlier than 250, and the wait makes it 250.
    const early = [...lowered, severityChanged(minute(180), 1), ...waited];
    expect(slotsOf(minute(225), early, ['updates'])[0]?.dueAt).toBe(minute(250));
  });

  it('ends when a ticket is merged into this one', () => {
    const events = [...wait, opened(minute(0), 1, 'B'), mergedInto(minute(60), 'A', 'B')];
    // 30 minutes before the wait, none in its 20 minutes, 30 after it.
    expect(slotsOf(minute(70), events, ['updates'])[0]?.dueAt).toBe(minute(90));
  });

  it('that begins when the slot falls due keeps that due instant', () => {
    const events = [
      reply(minute(10)),
      plain(minute(70), 'waiting-on-reporter'),
      plain(minute(100), 'waiting-ended'),
    ];
    expect(outline(slotsOf(minute(110), events, ['updates']))).toEqual([
      ['missed', minute(10), minute(70)],
      ['running', minute(70), minute(160)],
    ]);
  });
});
