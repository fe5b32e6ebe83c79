import { clockList } from '@upheld/shared/measurement/clock-list';
import type { SupportClock } from '@upheld/shared/tickets/clocks';
import { describe, expect, it } from 'vitest';

/** Clocks that fall due at 1, 2, 3 ... where nothing else is said. */
const clocks = (count: number, given: Partial<SupportClock>): SupportClock[] =>
  Array.from({ length: count }, (_, number) => {
    const dueAt = number + 1;
    const decidedAt = given.state === 'running' ? null : dueAt;
    const clock = { ticket: `T-${number}`, kind: 'update' as const, severity: 1, startAt: number };
    return { ...clock, dueAt, stoppedAt: null, state: 'missed' as const, decidedAt, ...given };
  });

const told = (list: SupportClock[], mostSlots?: number) =>
  clockList(list, mostSlots).clocks?.map(({ state, dueAt }) => `${state} ${dueAt}`);

describe('the clocks of a period as a statement lists them', () => {
  it('are the missed first, then unknown, running and met ones, each by due instant and still ones last', () => {
    const list = [
      ...clocks(2, { state: 'met' }).toReversed(),
      ...clocks(1, { state: 'running', dueAt: null }),
      ...clocks(2, { state: 'running' }),
      ...clocks(1, { state: 'unknown' }),
      ...clocks(2, { state: 'missed' }).toReversed(),
      ...clocks(1, { state: 'merged' }),
      ...clocks(1, { state: 'deleted' }),
    ];
    expect(told(list)).toEqual([
      ...['missed 1', 'missed 2', 'unknown 1', 'running 1', 'running 2', 'running null', 'met 1', 'met 2'],
    ]);
    expect(clockList(list)).not.toHaveProperty('clocksMore');
  });

  it('say nothing of what decided them but the answer', () => {
    const [clock] = clocks(1, { state: 'met', stoppedAt: 1 });
    expect(clockList(clock === undefined ? [] : [clock]).clocks).toEqual([
      { ticket: 'T-0', severity: 1, startAt: 0, dueAt: 1, stoppedAt: 1, state: 'met' },
    ]);
  });
});

describe('where slots of an update cadence are left off', () => {
  const list = [
    ...clocks(5, { state: 'missed' }).toReversed(),
    ...clocks(4, { state: 'running' }),
    ...clocks(3, { state: 'met' }),
    ...clocks(2, { state: 'unknown' }),
  ];

  it('the first to fall due of each state are listed, every one that runs, and the others are counted', () => {
    expect(told(list, 2)).toEqual([
      ...['missed 1', 'missed 2', 'unknown 1', 'unknown 2'],
      ...['running 1', 'running 2', 'running 3', 'running 4', 'met 1', 'met 2'],
    ]);
    expect(clockList(list, 2).clocksMore).toEqual({ missed: 3, unknown: 0, running: 0, met: 1 });
  });

  it('no more are listed where many fall due at once, and of those the first of the desk', () => {
    const slots = clocks(5, { state: 'missed', dueAt: 7 });
    expect(clockList(slots, 2).clocks?.map(({ ticket }) => ticket)).toEqual(['T-0', 'T-1']);
    expect(clockList(slots, 2).clocksMore?.missed).toBe(3);
  });

  it('none is left off of no more than so many', () => {
    expect(clockList(list, 5)).toEqual(clockList(list));
  });

  it('first responses and resolutions are all listed: each is somebody who waits', () => {
    for (const kind of ['first-response', 'total-resolution'] as const) {
      const all = [...clocks(5, { kind, state: 'missed' }), ...clocks(5, { kind, state: 'met' })];
      expect(clockList(all, 2)).toEqual(clockList(all));
    }
  });
});
