import { describe, expect, it } from 'vitest';
import { slotPhase } from '@upheld/shared/time/slots';
import { createScheduler } from '@upheld/collector/schedule/scheduler';
import type { Target } from '@upheld/collector/schedule/schedule';
import { fakeClock, settled } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';

const minute = 60_000;
/** Midnight, 2026-07-01 UTC. */
const start = 1_782_864_000_000;
const api: Target = { agreement: 'acme', source: 'api', everyMs: minute };
const phase = slotPhase('acme', 'api', minute);
/** The first slots of `api`: its phase after each full minute. */
const slot = (number: number) => start + phase + number * minute;

type Run = (target: Target, at: number) => Promise<string>;
type Missed = { source: string; slots: number[]; reason: string };

/** A scheduler on a clock that stands at `start`, with a record of all that it does. */
function scheduled(targets: Target[], run: Run = () => Promise.resolve('result')) {
  const clock = fakeClock(start);
  const runs: { source: string; slot: number; at: number }[] = [];
  const kept: { slot: number; result: string }[] = [];
  const missed: Missed[] = [];
  const errors: unknown[] = [];
  const scheduler = createScheduler<Target, string>({
    targets,
    clock,
    run: (target, at) => {
      runs.push({ source: target.source, slot: at, at: clock.now() });
      return run(target, at);
    },
    keep: (_target, at, result) => void kept.push({ slot: at, result }),
    missed: (target, slots, reason) => void missed.push({ source: target.source, slots: [...slots], reason }),
    failed: (_target, error) => void errors.push(error),
  });
  return { clock, runs, kept, missed, errors, scheduler };
}

/** A run that takes so long by the test's clock. */
function lasting(clock: () => FakeClock, ms: number): Run {
  return () => new Promise((resolve) => clock().setTimer(() => resolve('late'), ms));
}

describe('slots', () => {
  it('are met one after the other without drift', async () => {
    const { clock, runs, kept, missed } = scheduled([api]);
    await clock.advance(10 * minute);
    expect(runs.map((run) => run.slot)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(slot));
    expect(runs.map((run) => run.at)).toEqual(runs.map((run) => run.slot));
    expect(kept).toHaveLength(10);
    expect(missed).toEqual([]);
  });

  it('do not drift where each run takes its time', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 7_000)(target, at));
    await made.clock.advance(3 * minute);
    expect(made.runs.map((run) => run.at)).toEqual([0, 1, 2].map(slot));
  });

  it('of many targets spread over their interval and share one timer', async () => {
    const targets = Array.from({ length: 5_000 }, (_, index) => ({
      agreement: 'acme',
      source: `api-${index}`,
      everyMs: 15_000,
    }));
    const { clock, runs } = scheduled(targets);
    expect(clock.pending()).toBe(1);
    await clock.advance(15_000);
    expect(runs).toHaveLength(5_000);
    // 15 seconds hold 333 slots a second on average; a bunch would be thousands in one.
    const perSecond = Map.groupBy(runs, (run) => Math.floor((run.at - start) / 1_000));
    for (const [, bunch] of perSecond) expect(bunch.length).toBeLessThan(500);
    expect(runs.every((run) => run.at - run.slot < 1)).toBe(true);
    expect(clock.pending()).toBe(1);
  });
});

describe('slots that come together', () => {
  /** 5,000 targets that are asked every second. */
  const many = Array.from({ length: 5_000 }, (_, index) => ({
    ...api,
    source: `api-${index}`,
    everyMs: 1_000,
  }));

  it('are launched a hundred at a time, so that answers are heard in between, and all on time', async () => {
    const made = scheduled(many);
    await made.clock.advance(1_000);
    const before = made.runs.length;
    const bunches: number[] = [];
    const setTimer = made.clock.setTimer;
    // Every timer that is armed ends a tick; a fake timer of 0 ms fires without time passing.
    made.clock.setTimer = (callback, delayMs) => {
      bunches.push(made.runs.length);
      return setTimer(callback, delayMs);
    };
    made.clock.stall(150);
    await made.clock.advance(1);
    const due = made.runs.length - before;
    // 5,000 a second are 750 in 150 ms, give or take what their names make of it.
    expect(due).toBeGreaterThan(600);
    expect(Math.max(...bunches.map((count, index) => count - (bunches[index - 1] ?? before)))).toBe(100);
    expect(made.missed).toEqual([]);
    expect(made.runs.every((run) => run.at - run.slot <= 151)).toBe(true);
  });

  it('are missed for the same reason, however many ticks it takes', async () => {
    const made = scheduled(many);
    await made.clock.advance(1_000);
    made.clock.step(10_000);
    await made.clock.advance(100);
    expect(made.missed.length).toBe(5_000);
    expect(new Set(made.missed.map(({ reason }) => reason))).toEqual(new Set(['clock']));
  });
});

describe('slots that passed while nobody looked', () => {
  it('are overloaded after a stall, and none is run late', async () => {
    const { clock, runs, missed } = scheduled([api]);
    await clock.advance(phase + 1_000);
    clock.stall(3 * minute);
    await clock.advance(minute);
    expect(missed).toEqual([{ source: 'api', slots: [slot(1), slot(2), slot(3)], reason: 'overloaded' }]);
    expect(runs.map((run) => run.slot)).toEqual([slot(0), slot(4)]);
  });

  it('are run where the start is late by no more than a fifth of the interval or 250 ms', async () => {
    const second: Target = { ...api, everyMs: 1_000 };
    for (const [late, reason] of [
      [200, 'run'],
      [201, 'overloaded'],
    ] as const) {
      const { clock, runs, missed } = scheduled([second]);
      const first = slotPhase('acme', 'api', 1_000);
      await clock.advance(first + 999);
      // One millisecond before the second slot nothing runs until it is `late` over.
      clock.stall(1 + late);
      await clock.advance(0);
      expect(runs).toHaveLength(reason === 'run' ? 2 : 1);
      expect(missed).toHaveLength(reason === 'run' ? 0 : 1);
    }
  });

  it('are overloaded where the slot before still runs, which is kept', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 90_000)(target, at));
    await made.clock.advance(phase + 2 * minute + 1);
    expect(made.missed).toEqual([{ source: 'api', slots: [slot(1)], reason: 'overloaded' }]);
    expect(made.kept).toEqual([{ slot: slot(0), result: 'late' }]);
    expect(made.runs.map((run) => run.slot)).toEqual([slot(0), slot(2)]);
  });

  it('all run where a target may have that many under way, so that a slow partner leaves no gap', async () => {
    const slow = { ...api, atOnce: 2 };
    const made = scheduled([slow], (target, at) => lasting(() => made.clock, 90_000)(target, at));
    await made.clock.advance(phase + 3 * minute + 1);
    expect(made.missed).toEqual([]);
    expect(made.runs.map((run) => run.slot)).toEqual([slot(0), slot(1), slot(2), slot(3)]);
  });

  it('are stopped where the process was down', () => {
    const { scheduler } = scheduled([api]);
    expect([...scheduler.resume(api, slot(-4))]).toEqual([slot(-3), slot(-2), slot(-1)]);
    expect([...scheduler.resume(api, slot(-1))]).toEqual([]);
  });

  it('are named lazily, however long the stop', () => {
    const { scheduler } = scheduled([api]);
    const [first] = scheduler.resume(api, 0);
    expect(first).toBe(phase);
  });
});

describe('a run that was disturbed', () => {
  it('is not kept where the event loop stalled for more than 250 ms', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase + 1_000);
    // The next look at the clocks is at most 50 ms away; from there the stall lasts 251 ms.
    made.clock.stall(301);
    await made.clock.advance(10_000);
    expect(made.kept).toEqual([]);
    expect(made.missed).toEqual([{ source: 'api', slots: [slot(0)], reason: 'overloaded' }]);
  });

  it('is kept where the stall was shorter', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase + 1_000);
    made.clock.stall(249);
    await made.clock.advance(10_000);
    expect(made.kept).toEqual([{ slot: slot(0), result: 'late' }]);
  });

  it('is not kept where the stall came right before its end', async () => {
    const answer = Promise.withResolvers<string>();
    const { clock, kept, missed } = scheduled([api], () => answer.promise);
    await clock.advance(phase + 1_000);
    clock.stall(400);
    answer.resolve('after the stall, before the timer');
    await settled();
    expect(kept).toEqual([]);
    expect(missed).toMatchObject([{ reason: 'overloaded' }]);
  });

  it.each([2_001, -2_001, 3_600_000])('is not kept where the wall clock was set by %i ms', async (ms) => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase + 1_000);
    made.clock.step(ms);
    await made.clock.advance(6_000);
    expect(made.kept).toEqual([]);
    expect(made.missed).toContainEqual({ source: 'api', slots: [slot(0)], reason: 'clock' });
  });

  it('is kept where the wall clock is slewed, however far in the end', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase);
    for (let time = 0; time < 50; time++) {
      made.clock.step(100);
      await made.clock.advance(100);
    }
    await made.clock.advance(1_000);
    expect(made.kept).toEqual([{ slot: slot(0), result: 'late' }]);
  });
});

describe('a wall clock that was set', () => {
  it('forward makes the slots that it jumped over missed for the clock, once', async () => {
    const { clock, runs, missed } = scheduled([api]);
    await clock.advance(phase + 1_000);
    clock.step(3 * minute);
    await clock.advance(minute);
    expect(missed).toEqual([{ source: 'api', slots: [slot(1), slot(2), slot(3)], reason: 'clock' }]);
    expect(runs.map((run) => run.slot)).toEqual([slot(0), slot(4)]);
  });

  it('back runs no slot twice', async () => {
    const { clock, runs } = scheduled([api]);
    await clock.advance(phase + 2 * minute + 1);
    clock.step(-2 * minute);
    await clock.advance(4 * minute);
    // Four more minutes pass, but two of them have been met before.
    expect(runs.map((run) => run.slot)).toEqual([0, 1, 2, 3, 4].map(slot));
  });
});

describe('new targets', () => {
  it('leave the slots of those that stay alone, also of one that is under way', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase + 1_000);
    made.scheduler.update([{ ...api }, { ...api, source: 'other' }]);
    await made.clock.advance(2 * minute);
    expect(made.runs.filter((run) => run.source === 'api').map((run) => run.slot)).toEqual(
      [0, 1, 2].map(slot),
    );
    expect(made.missed).toEqual([]);
  });

  it('give way to a new cadence without meeting a slot twice', async () => {
    const { clock, runs, scheduler } = scheduled([api]);
    await clock.advance(phase);
    scheduler.update([{ ...api, everyMs: 30_000 }]);
    await clock.advance(minute);
    const every30 = slotPhase('acme', 'api', 30_000);
    // Slots of the new cadence in the minute after the only slot of the old one.
    const later = [0, 1, 2, 3, 4].map((number) => start + every30 + number * 30_000);
    const expected = later.filter((at) => at > slot(0) && at <= slot(0) + minute);
    expect(runs.map((run) => run.slot)).toEqual([slot(0), ...expected]);
  });

  it('meet no slot twice either where the wall clock was set back before', async () => {
    const { clock, runs, scheduler } = scheduled([api]);
    await clock.advance(phase + 2 * minute);
    clock.step(-2 * minute);
    scheduler.update([{ ...api, everyMs: 30_000 }]);
    await clock.advance(4 * minute);
    const slots = runs.map((run) => run.slot);
    expect(slots.slice(0, 3)).toEqual([0, 1, 2].map(slot));
    expect(slots.slice(3).every((later) => later > slot(2))).toBe(true);
    expect(slots.length).toBeGreaterThan(5);
  });

  it('take away those that are gone', async () => {
    const { clock, runs, scheduler } = scheduled([api]);
    await clock.advance(phase);
    scheduler.update([]);
    await clock.advance(5 * minute);
    expect(runs).toHaveLength(1);
  });
});

describe('the end', () => {
  it('waits for what is under way, keeps it, and leaves no timer', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 5_000)(target, at));
    await made.clock.advance(phase);
    const stopped = made.scheduler.stop();
    await made.clock.advance(6_000);
    await stopped;
    expect(made.kept).toEqual([{ slot: slot(0), result: 'late' }]);
    expect(made.clock.pending()).toBe(0);
    made.scheduler.update([api]);
    expect(made.clock.pending()).toBe(0);
  });

  it('gives up after ten seconds and reports the slot as stopped, once', async () => {
    const made = scheduled([api], (target, at) => lasting(() => made.clock, 30_000)(target, at));
    await made.clock.advance(phase);
    let isOver = false;
    void made.scheduler.stop().then(() => (isOver = true));
    await made.clock.advance(9_999);
    expect(isOver).toBe(false);
    await made.clock.advance(1);
    expect(isOver).toBe(true);
    await made.clock.advance(30_000);
    expect(made.missed).toEqual([{ source: 'api', slots: [slot(0)], reason: 'stopped' }]);
    expect(made.kept).toEqual([]);
  });
});

describe('a defect', () => {
  it('in a run is told, ends the slot without a measurement, and stops nothing else', async () => {
    const { clock, runs, missed, errors } = scheduled([api], () => Promise.reject(new Error('a bug')));
    await clock.advance(2 * minute);
    expect(errors).toEqual([new Error('a bug'), new Error('a bug')]);
    expect(missed.map(({ slots, reason }) => [slots, reason])).toEqual([
      [[slot(0)], 'stopped'],
      [[slot(1)], 'stopped'],
    ]);
    expect(runs).toHaveLength(2);
  });
});
