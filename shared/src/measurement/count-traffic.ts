// Counting the traffic that counts, so that a period, its days and its burn windows are sums over the same slices.
import { MINUTE } from '../time/instant.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { EventCounts } from './figures.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin } from './minute-span.ts';
import type { SlotCounts } from './tally-slots.ts';
import type { CountedSlice, SourceTraffic } from './traffic.ts';

/**
 * The requests of the slices that count, of the whole part or of a stretch of it: a slice belongs to the
 * stretch that holds its first minute.
 */
export function countTraffic(traffic: SourceTraffic[], part?: Interval): EventCounts {
  return sumOf(
    traffic.flatMap(({ counted, plan }) => {
      if (part === undefined) return counted;
      const isIn = minuteTest(plan, part);
      return counted.filter(({ start }) => isIn(start));
    }),
  );
}

/** The requests of the slices that lie in a window from end to end: those of which nothing may be outside. */
export function countTrafficWithin(traffic: SourceTraffic[], { start, end }: Interval): EventCounts {
  return sumOf(
    traffic.flatMap(({ counted }) => counted.filter((slice) => start <= slice.start && slice.end <= end)),
  );
}

/** The hours of a stretch that were due and those that were counted; null where no source counts traffic. */
export function tallyHours(traffic: SourceTraffic[], part: Interval): SlotCounts | null {
  if (traffic.length === 0) return null;
  const hours = traffic.flatMap(({ hours: due, plan }) => {
    const isIn = minuteTest(plan, part);
    return due.filter(({ at }) => isIn(at));
  });
  return { covered: hours.filter(({ isCovered }) => isCovered).length, due: hours.length };
}

/** Null of nothing but nulls. */
export function sumHours(tallies: (SlotCounts | null)[]): SlotCounts | null {
  const known = tallies.filter((hours) => hours !== null);
  if (known.length === 0) return null;
  const of = (name: keyof SlotCounts) => known.reduce((sum, hours) => sum + hours[name], 0);
  return { covered: of('covered'), due: of('due') };
}

/** Whether the minute of an instant belongs to a part of the plan. */
function minuteTest(plan: MinutePlan, part: Interval): (instant: Instant) => boolean {
  const { from, to } = minutesWithin(plan, part);
  return (instant) => {
    const place = Math.floor(instant / MINUTE) - plan.first;
    return from <= place && place < to;
  };
}

function sumOf(slices: CountedSlice[]): EventCounts {
  const counts = { good: 0, total: 0 };
  for (const {
    counts: { total, bad },
    countsGood,
  } of slices) {
    counts.good += countsGood ? total : total - bad;
    counts.total += total;
  }
  return counts;
}
