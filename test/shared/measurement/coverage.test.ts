import type { SampleSeries } from '@upheld/shared/facts/sample';
import { sourceSlots } from '@upheld/shared/measurement/coverage';
import type { SlotGrid } from '@upheld/shared/measurement/coverage';
import { countSlots, tallySlots } from '@upheld/shared/measurement/tally-slots';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { MinutePlan } from '@upheld/shared/measurement/minute-plan';
import { describe, expect, it } from 'vitest';
import { aSeries, silentIn } from '../evaluation/build.ts';

const MINUTE = 60_000;
const hour = { start: 0, end: 60 * MINUTE };
const plan = planMinutes({ window: hour, scheduled: [hour], exclusions: [], asOf: hour.end });
const grid = { phaseMs: 7_000, everyMs: MINUTE };
const live = { start: 7_000, end: hour.end, everyMs: MINUTE };

/** The slots of one source in the whole of a plan's window. */
function slotsOf(vantages: SampleSeries[], planned: MinutePlan, asked: SlotGrid) {
  const window = { start: planned.first * MINUTE, end: (planned.first + planned.count) * MINUTE };
  return countSlots([tallySlots(sourceSlots('api', vantages, planned, asked), window)]);
}

describe('coverage of the probing schedule', () => {
  it('is every slot of an undisturbed hour', () => {
    expect(slotsOf([aSeries(live)], plan, grid)).toEqual({ covered: 60, due: 60 });
  });

  it('leaves out slots without a sample and slots that were not measured', () => {
    const series = aSeries(live, (at) => {
      if (at < 10 * MINUTE) return null;
      return at < 15 * MINUTE ? { outcome: 'unmeasured' } : undefined;
    });
    expect(slotsOf([series], plan, grid)).toEqual({ covered: 45, due: 60 });
  });

  it('counts a slot once, however many samples an import holds for it', () => {
    const twice = aSeries({ ...hour, everyMs: 30_000 }, silentIn({ start: 0, end: 30 * MINUTE }));
    expect(slotsOf([twice], plan, { phaseMs: 0, everyMs: MINUTE })).toEqual({ covered: 30, due: 60 });
  });

  it('asks every vantage that has a row for all of its slots, and at least one vantage', () => {
    const half = aSeries(live, silentIn({ start: 0, end: 30 * MINUTE }), { vantage: 'second' });
    expect(slotsOf([aSeries(live), half], plan, grid)).toEqual({ covered: 90, due: 120 });
    expect(slotsOf([], plan, grid)).toEqual({ covered: 0, due: 60 });
    const elsewhere = aSeries({ start: hour.end, end: 2 * hour.end }, undefined, { vantage: 'later' });
    expect(slotsOf([aSeries(live), elsewhere], plan, grid)).toEqual({ covered: 60, due: 60 });
  });

  it('asks for slots in minutes that count only', () => {
    // Half of the hour is scheduled, five of its minutes are taken out, twenty have elapsed: 15 count.
    const partly = planMinutes({
      window: hour,
      scheduled: [{ start: 0, end: 30 * MINUTE }],
      exclusions: [{ window: { start: 0, end: 5 * MINUTE }, effect: 'remove', approved: true }],
      asOf: 20 * MINUTE,
    });
    expect(slotsOf([aSeries(live)], partly, grid)).toEqual({ covered: 15, due: 15 });
  });

  it('is of the window that is looked at, wherever it lies', () => {
    // Slots at minutes 63, 70, ... 119 of the second hour: nine.
    const second = { start: hour.end, end: 2 * hour.end };
    const later = planMinutes({ window: second, scheduled: [second], exclusions: [], asOf: second.end });
    expect(slotsOf([], later, { phaseMs: 0, everyMs: 7 * MINUTE }).due).toBe(9);
    // A vantage whose last row lies before the window is asked for nothing.
    const gone = aSeries(live, undefined, { vantage: 'gone' });
    const present = aSeries({ start: second.start + 7_000, end: second.end, everyMs: MINUTE });
    expect(slotsOf([present, gone], later, grid)).toEqual({ covered: 60, due: 60 });
  });

  it('counts several slots a minute and minutes without one', () => {
    const everyQuarter = { phaseMs: 0, everyMs: 15_000 };
    expect(slotsOf([], plan, everyQuarter).due).toBe(240);
    // Slots at minutes 7, 14, ... 56: eight in the first hour after the epoch, and minute 0 makes nine.
    expect(slotsOf([], plan, { phaseMs: 0, everyMs: 7 * MINUTE }).due).toBe(9);
  });
});
