// Tallies: the counts that a stretch of a promise's window comes to. They add up, so a period is the sum of
// its days or hours and is judged from the sum alone (architecture.md, "Facts, blocks, tallies, statements").
import type { Interval } from '../time/instant.ts';
import { countTraffic, sumHours, tallyHours } from './count-traffic.ts';
import { countEvents } from './events.ts';
import type { EventCounts } from './figures.ts';
import { countClasses } from './ledger.ts';
import type { ClassCounts } from './ledger.ts';
import type { MeasuredEvents, MeasuredMinutes } from './measured.ts';
import { counts, isCountable } from './minute-plan.ts';
import type { MinutePlan } from './minute-plan.ts';
import { minutesWithin } from './minute-span.ts';
import { sumSlots, tallySlots } from './tally-slots.ts';
import type { SlotCounts, SlotTally } from './tally-slots.ts';

/** Minutes by the class that the ledger gives them (measurement.md section 3). */
export type MinuteTally = { by: 'minutes' } & ClassCounts;

/**
 * Events and slots (section 4, "Occurrences"); `judged` says which share the target is about. `counted` are
 * the minutes of all sources whose events count, `countable` those and the ones to come that will. `hours` are
 * those of counted traffic, null where no source gives any.
 */
export type EventTally = {
  by: 'events';
  judged: 'good' | 'bad';
  good: number;
  total: number;
  counted: number;
  countable: number;
  slots: SlotTally[];
  hours: SlotCounts | null;
};

export type Tally = MinuteTally | EventTally;

/**
 * The tally of a stretch of the window. A minute belongs to the stretch that holds its start; of an hour at
 * the window's edge the part inside is tallied. Quantiles and the ranges of bad minutes are in no tally: they
 * need the samples.
 */
export function tallyOf(measured: MeasuredMinutes | MeasuredEvents, stretch: Interval): Tally {
  return measured.by === 'minutes' ? tallyMinutes(measured, stretch) : tallyEvents(measured, stretch);
}

/** The tallies of stretches that do not overlap as the tally of all. Throws a RangeError on none and on two kinds. */
export function sumTallies(tallies: Tally[]): Tally {
  const minutes = tallies.filter((tally) => tally.by === 'minutes');
  const events = tallies.filter((tally) => tally.by === 'events');
  if (minutes.length > 0 && events.length > 0) {
    throw new RangeError('got tallies of minutes and of events; the tallies of one promise are of one kind');
  }
  return minutes.length > 0 ? sumMinutes(minutes) : sumEvents(events);
}

/** `tallyOf` for minutes. */
export function tallyMinutes({ minutes }: MeasuredMinutes, stretch: Interval): MinuteTally {
  return { by: 'minutes', ...countClasses(minutes, stretch) };
}

/** `tallyOf` for events. */
export function tallyEvents(measured: MeasuredEvents, stretch: Interval): EventTally {
  const { judged, plans, slots, traffic } = measured;
  return {
    ...{ by: 'events', judged, ...countMeasured(measured, stretch) },
    counted: countPlanned(plans, stretch, counts),
    countable: countPlanned(plans, stretch, isCountable),
    slots: slots.map((source) => tallySlots(source, stretch)),
    hours: tallyHours(traffic, stretch),
  };
}

/** The events of all samples and of all counted traffic, pooled; in a part of the window or in all of it. */
export function countMeasured({ events, traffic }: MeasuredEvents, part?: Interval): EventCounts {
  const [sampled, counted] = [countEvents(events, part), countTraffic(traffic, part)];
  return { good: sampled.good + counted.good, total: sampled.total + counted.total };
}

/** `sumTallies` for minutes; of none, no minutes. */
export function sumMinutes(tallies: MinuteTally[]): MinuteTally {
  const sum = {
    ...{ by: 'minutes' as const, excluded: 0, good: 0, bad: 0, unmeasured: 0 },
    ...{ upcoming: 0, upcomingExcluded: 0 },
  };
  for (const tally of tallies) {
    sum.excluded += tally.excluded;
    sum.good += tally.good;
    sum.bad += tally.bad;
    sum.unmeasured += tally.unmeasured;
    sum.upcoming += tally.upcoming;
    sum.upcomingExcluded += tally.upcomingExcluded;
  }
  return sum;
}

/** `sumTallies` for events. Throws a RangeError on none: nobody could tell which share is judged. */
export function sumEvents(tallies: EventTally[]): EventTally {
  const [first] = tallies;
  if (first === undefined) throw new RangeError('got no tally; the sum of tallies takes at least one');
  const sum = { good: 0, total: 0, counted: 0, countable: 0 };
  for (const tally of tallies) {
    sum.good += tally.good;
    sum.total += tally.total;
    sum.counted += tally.counted;
    sum.countable += tally.countable;
  }
  return {
    by: 'events',
    judged: first.judged,
    ...sum,
    slots: sumSlots(tallies.flatMap(({ slots }) => slots)),
    hours: sumHours(tallies.map(({ hours }) => hours)),
  };
}

function countPlanned(plans: MinutePlan[], stretch: Interval, test: (flags: number) => boolean): number {
  let count = 0;
  for (const plan of plans) {
    const { from, to } = minutesWithin(plan, stretch);
    for (const run of plan.runs) {
      if (test(run.flags)) count += Math.max(0, Math.min(run.to, to) - Math.max(run.from, from));
    }
  }
  return count;
}
