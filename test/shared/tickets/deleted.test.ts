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
  severityChanged,
} from './desk.ts';

// Severity 1 promises a first response in 2 h, an update every hour and a resolution in 12 h.
const asked = [opened(hour(0), 1)];

describe('a ticket that is deleted', () => {
  it('ends its running clocks uncounted, also at the instant at which they are due', () => {
    const [clocks] = supportClocks(desk(hour(20), [...asked, plain(hour(2), 'deleted')]));
    const ended = {
      severity: 1,
      startAt: hour(0),
      dueAt: null,
      stoppedAt: null,
      state: 'deleted',
      decidedAt: null,
    };
    expect(clocks).toEqual({
      ticket: 'A',
      firstResponse: ended,
      updates: [],
      firstResolution: ended,
      totalResolution: ended,
    });
  });

  it('erases no miss: what was decided stays, and the running update slot is dropped', () => {
    // Answered 3 h late is missed at 2 h; the slot from 3 h to 4 h is missed, the next one is dropped.
    const events = [...asked, reply(hour(3)), plain(hour(4.5), 'deleted')];
    const [clocks] = supportClocks(desk(hour(20), events));
    expect(clocks?.firstResponse).toMatchObject({ state: 'missed', decidedAt: hour(2), stoppedAt: hour(3) });
    expect(clocks?.updates.map(({ state, dueAt }) => [state, dueAt])).toEqual([['missed', hour(4)]]);
    expect(clocks?.firstResolution?.state).toBe('deleted');
  });

  it('erases no miss that was due a millisecond before', () => {
    const [clocks] = supportClocks(desk(hour(20), [...asked, plain(hour(2) + 1, 'deleted')]));
    expect(clocks?.firstResponse).toMatchObject({ state: 'missed', decidedAt: hour(2) });
  });

  it('keeps a resolution that was met', () => {
    const events = [...asked, plain(hour(1), 'resolved'), plain(hour(2), 'deleted')];
    const [clocks] = supportClocks(desk(hour(90), events));
    expect(clocks?.totalResolution).toMatchObject({ state: 'met', stoppedAt: hour(1) });
  });

  it.each([
    ['it is said to be there again', plain(hour(1.5), 'restored')],
    ['somebody writes a note', plain(hour(1.5), 'note')],
    ['the supplier answers', reply(hour(1.5))],
    ['its reporter writes', reporterReply(hour(1.5))],
    ['its severity changes', severityChanged(hour(1.5), 2)],
    ['it is resolved', plain(hour(1.5), 'resolved')],
  ])('was never away, as far as its clocks go, once %s', (_title, later) => {
    const gone = plain(hour(1), 'deleted');
    const after = supportClocks(desk(hour(20), [...asked, gone, later]));
    expect(after).toEqual(supportClocks(desk(hour(20), [...asked, later])));
    // As long as nothing has happened, it is away.
    expect(supportClocks(desk(hour(1.4), [...asked, gone, later]))).toEqual(
      supportClocks(desk(hour(1.4), [...asked, gone])),
    );
  });

  it('that leaves again is away again', () => {
    const events = [
      ...asked,
      plain(hour(1), 'deleted'),
      plain(hour(1.2), 'restored'),
      plain(hour(1.5), 'deleted'),
    ];
    expect(supportClocks(desk(hour(20), events))).toEqual(
      supportClocks(desk(hour(20), [...asked, plain(hour(1.5), 'deleted')])),
    );
  });

  it('is away for what happens at that very instant, which is how systems close what they move', () => {
    const gone = [...asked, plain(hour(1), 'deleted')];
    expect(supportClocks(desk(hour(20), [...gone, plain(hour(1), 'resolved')]))).toEqual(
      supportClocks(desk(hour(20), gone)),
    );
  });

  it('takes nothing with it from the ticket that it was merged into', () => {
    const events = [...asked, opened(hour(0), 1, 'B'), mergedInto(minute(30), 'A', 'B')];
    const known = desk(hour(1), [...events, plain(minute(40), 'deleted', 'B')]);
    expect(supportClocks(known)).toEqual(supportClocks(desk(hour(1), events)));
  });

  it('takes with it what was merged into it, and nothing can be merged into it any more', () => {
    const events = [
      ...asked,
      opened(hour(0), 1, 'B'),
      opened(hour(0), 1, 'C'),
      mergedInto(minute(10), 'A', 'B'),
      plain(minute(20), 'deleted'),
      reply(minute(30), 'B'),
      mergedInto(minute(40), 'A', 'C'),
    ];
    const states = supportClocks(desk(hour(1), events)).map(({ firstResponse }) => firstResponse?.state);
    expect(states).toEqual(['deleted', 'merged', 'running']);
  });

  it('changes nothing where it was never opened', () => {
    expect(supportClocks(desk(hour(1), [plain(hour(0), 'deleted'), opened(minute(30), 1)]))).toEqual(
      supportClocks(desk(hour(1), [opened(minute(30), 1)])),
    );
  });
});
