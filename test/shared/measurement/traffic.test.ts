import type { Slice } from '@upheld/shared/facts/slice';
import { countTraffic, countTrafficWithin, tallyHours } from '@upheld/shared/measurement/count-traffic';
import { burnCounts } from '@upheld/shared/measurement/burn-rate';
import { planMinutes } from '@upheld/shared/measurement/minute-plan';
import type { PlannedExclusion } from '@upheld/shared/measurement/minute-plan';
import { sourceTraffic } from '@upheld/shared/measurement/traffic';
import type { SourceTraffic } from '@upheld/shared/measurement/traffic';
import { trafficFigures } from '@upheld/shared/measurement/traffic-figures';
import type { Interval } from '@upheld/shared/time/instant';
import { describe, expect, it } from 'vitest';
import { aSlice, at } from '../evaluation/build.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A day of service from 09:30 to 17:00 UTC. */
const day = { start: at('2026-07-01T00:00:00Z'), end: at('2026-07-02T00:00:00Z') };
const service = { start: day.start + 9.5 * HOUR, end: day.start + 17 * HOUR };

function hour(of: number): number {
  return day.start + of * HOUR;
}

/** 1,000 requests in every hour of the day, one of them bad. */
const wholeDay = Array.from({ length: 24 }, (_, of) => aSlice(hour(of), { total: 1000, bad: 1 }));

function traffic(
  slices: Slice[],
  given: { scheduled?: Interval[]; exclusions?: PlannedExclusion[]; asOf?: number; window?: Interval } = {},
): SourceTraffic {
  const { scheduled = [service], exclusions = [], asOf = day.end, window = day } = given;
  const plan = planMinutes({ window, scheduled, exclusions, asOf });
  return sourceTraffic({ source: 'gateway', slices, plan, thresholdMs: null, asOf });
}

function excluding(effect: PlannedExclusion['effect'], from: number, to: number, approved = true) {
  return [{ window: { start: hour(from), end: hour(to) }, effect, approved }];
}

function hoursOf({ counted }: SourceTraffic): number[] {
  return counted.map(({ start }) => (start - day.start) / HOUR);
}

function undecidedIn({ undecided }: SourceTraffic) {
  return undecided.map(({ start, why }) => [(start - day.start) / HOUR, why]);
}

describe('the traffic that a partner counted by the hour', () => {
  it('counts where the whole hour is service time; the hour in which service begins is undecided', () => {
    const sorted = traffic(wholeDay);
    expect(hoursOf(sorted)).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(undecidedIn(sorted)).toEqual([[9, 'partly outside service hours']]);
    // Seven hours of 1,000.
    expect(countTraffic([sorted])).toEqual({ good: 6993, total: 7000 });
  });

  it('is due for every hour that holds a minute of service: eight, of which seven can be counted', () => {
    expect(tallyHours([traffic(wholeDay)], day)).toEqual({ covered: 7, due: 8 });
    expect(tallyHours([traffic([])], day)).toEqual({ covered: 0, due: 8 });
    expect(tallyHours([], day)).toBeNull();
  });

  it('is due for an hour once it has elapsed, and not known before', () => {
    // At 12:59 the hours from 9 to 12 are over, and the slice of 12 to 13 cannot be known.
    const early = traffic(wholeDay, { asOf: hour(13) - MINUTE });
    expect(hoursOf(early)).toEqual([10, 11]);
    expect(tallyHours([early], day)).toEqual({ covered: 2, due: 3 });
    expect(tallyHours([traffic(wholeDay, { asOf: hour(13) })], day)).toEqual({ covered: 3, due: 4 });
    expect(undecidedIn(traffic(wholeDay, { asOf: hour(10) - MINUTE }))).toEqual([]);
  });

  it('is undecided where a part of the hour is excluded, and no matter where all of it is', () => {
    // 11:30 to 13:00 is taken out: of 11 to 12 a half, of 12 to 13 all.
    const sorted = traffic(wholeDay, { exclusions: excluding('remove', 11.5, 13) });
    expect(hoursOf(sorted)).toEqual([10, 13, 14, 15, 16]);
    expect(undecidedIn(sorted)).toEqual([
      [9, 'partly outside service hours'],
      [11, 'partly excluded'],
    ]);
    // Due are 9, 10, 11, 13, 14, 15 and 16.
    expect(tallyHours([sorted], day)).toEqual({ covered: 5, due: 7 });
  });

  it('is all good where an exclusion counts the whole hour as good, and undecided where it counts a part', () => {
    const sorted = traffic(wholeDay, { exclusions: excluding('count-good', 11.5, 13) });
    expect(undecidedIn(sorted)).toContainEqual([11, 'partly excluded']);
    // Six hours of 1,000; one bad in each but in that of 12 to 13.
    expect(countTraffic([sorted])).toEqual({ good: 5995, total: 6000 });
  });

  it('is not touched by an exclusion that nobody approved', () => {
    const claimed = traffic(wholeDay, { exclusions: excluding('remove', 11.5, 13, false) });
    expect(claimed).toEqual(traffic(wholeDay));
  });

  it('lets the removal speak where an hour is removed and counted as good', () => {
    const exclusions = [...excluding('remove', 12, 13), ...excluding('count-good', 11, 13)];
    expect(countTraffic([traffic(wholeDay, { exclusions })])).toEqual({ good: 5995, total: 6000 });
    expect(undecidedIn(traffic(wholeDay, { exclusions }))).toEqual([[9, 'partly outside service hours']]);
  });

  it('is undecided in an hour that the window of a part cuts, and belongs to neither side', () => {
    const scheduled = [day];
    const cut = day.start + 12.5 * HOUR;
    const before = traffic(wholeDay, { scheduled, window: { start: day.start, end: cut } });
    const after = traffic(wholeDay, { scheduled, window: { start: cut, end: day.end } });
    for (const part of [before, after]) {
      expect(undecidedIn(part)).toEqual([[12, 'across the edge of a period or an amendment']]);
    }
    expect(countTraffic([before]).total + countTraffic([after]).total).toBe(23_000);
    expect([before, after].map((part) => tallyHours([part], day))).toEqual([
      { covered: 12, due: 13 },
      { covered: 11, due: 12 },
    ]);
  });

  it('has an hour due that the end of the window cuts as soon as that has come', () => {
    const window = { start: day.start, end: day.start + 12.5 * HOUR };
    const at = (asOf: number) => tallyHours([traffic(wholeDay, { scheduled: [day], window, asOf })], day);
    expect(at(window.end)).toEqual({ covered: 12, due: 13 });
    expect(at(window.end - MINUTE)).toEqual({ covered: 12, due: 12 });
  });

  it('says nothing over another threshold than the promise has', () => {
    const slow = wholeDay.map((slice) => ({ ...slice, thresholdMs: 200 }));
    expect(hoursOf(traffic(slow))).toEqual([]);
    expect(undecidedIn(traffic(slow)).map(([, why]) => why)).toEqual(
      Array.from({ length: 8 }, () => 'counted over another threshold'),
    );
    const plan = planMinutes({ window: day, scheduled: [service], exclusions: [], asOf: day.end });
    const asked = { source: 'gateway', slices: slow, plan, asOf: day.end };
    expect(hoursOf(sourceTraffic({ ...asked, thresholdMs: 200 }))).toHaveLength(7);
    expect(hoursOf(sourceTraffic({ ...asked, thresholdMs: 100 }))).toHaveLength(0);
  });

  it('tells an hour without requests from one without an answer', () => {
    const told = [
      aSlice(hour(10), { total: 0, bad: 0 }),
      aSlice(hour(11), 'empty'),
      aSlice(hour(12), 'not-a-number'),
      aSlice(hour(13), 'not-a-count'),
      aSlice(hour(9), 'empty'),
    ];
    const sorted = traffic(told);
    expect(tallyHours([sorted], day)).toEqual({ covered: 1, due: 8 });
    const [figures] = trafficFigures([sorted]).traffic;
    expect(figures?.unanswered.map(({ start, fault }) => [start, fault])).toEqual([
      [hour(11), 'empty'],
      [hour(12), 'not-a-number'],
      [hour(13), 'not-a-count'],
    ]);
    // Nobody asked for the last three; the one at 9 was asked for, though it could count neither way.
    expect(figures?.unread).toEqual([{ start: hour(14), end: hour(17) }]);
  });

  it('covers an hour with slices of any length that fill it', () => {
    const halves = [0, 1].map((half) =>
      aSlice(hour(10) + half * 30 * MINUTE, { total: 5, bad: 0 }, { end: hour(10.5) + half * 30 * MINUTE }),
    );
    expect(tallyHours([traffic(halves)], day)).toEqual({ covered: 1, due: 8 });
    expect(tallyHours([traffic(halves.slice(0, 1))], day)).toEqual({ covered: 0, due: 8 });
    const long = aSlice(hour(10), { total: 5, bad: 0 }, { end: hour(13) });
    expect(tallyHours([traffic([long])], day)).toEqual({ covered: 3, due: 8 });
  });

  it('belongs to the stretch in which it begins, and an hour that is due to that of its first service minute', () => {
    const noon = { start: day.start, end: hour(12.5) };
    const rest = { start: hour(12.5), end: day.end };
    const all = traffic(wholeDay);
    expect([countTraffic([all], noon).total, countTraffic([all], rest).total]).toEqual([3000, 4000]);
    expect(tallyHours([all], { start: day.start, end: hour(9.5) })).toEqual({ covered: 0, due: 0 });
    expect(tallyHours([all], { start: hour(9.5), end: hour(10) })).toEqual({ covered: 0, due: 1 });
  });

  it('lists every slice with what was asked and the hash of its answer', () => {
    const later = { queries: ['sum(increase(all[1h]))', 'sum(increase(failed[1h]))'] };
    const { traffic: listed, undecided } = trafficFigures([
      traffic([
        aSlice(hour(9), { total: 10, bad: 2 }),
        aSlice(hour(11), { total: 30, bad: 0 }, later),
        aSlice(hour(10), { total: 20, bad: 1 }),
      ]),
    ]);
    const hash = (of: number) => hour(of).toString(16).padStart(64, '0');
    expect(listed).toEqual([
      {
        ...{ source: 'gateway', thresholdMs: null, unanswered: [] },
        queries: [aSlice(0, 'empty').queries, later.queries],
        slices: [
          { start: hour(10), end: hour(11), total: 20, bad: 1, answerHash: hash(10) },
          { start: hour(11), end: hour(12), total: 30, bad: 0, answerHash: hash(11) },
        ],
        unread: [{ start: hour(12), end: hour(17) }],
      },
    ]);
    expect(undecided).toEqual([
      {
        ...{ source: 'gateway', start: hour(9), end: hour(10), total: 10, bad: 2, answerHash: hash(9) },
        why: 'partly outside service hours',
      },
    ]);
  });
});

describe('a burn window over traffic that was counted by the hour', () => {
  const all = [traffic(wholeDay)];

  it('holds the hours that lie in it from end to end', () => {
    expect(countTrafficWithin(all, { start: hour(10), end: hour(12) }).total).toBe(2000);
    expect(countTrafficWithin(all, { start: hour(10) + 1, end: hour(12) }).total).toBe(1000);
    expect(countTrafficWithin(all, { start: hour(10), end: hour(12) - 1 }).total).toBe(1000);
  });

  it('of one hour holds at most one of them, and of five minutes none: nothing is valid there', () => {
    const measured = {
      ...{ by: 'events' as const, judged: 'bad' as const, plans: [], events: [], slots: [], exclusions: [] },
      traffic: all,
    };
    expect(burnCounts(measured, { start: hour(11), end: hour(12) })).toEqual({ bad: 1, valid: 1000 });
    expect(burnCounts(measured, { start: hour(11.5), end: hour(12.5) })).toEqual({ bad: 0, valid: 0 });
    expect(burnCounts(measured, { start: hour(12) - 5 * MINUTE, end: hour(12) })).toEqual({
      bad: 0,
      valid: 0,
    });
  });
});
