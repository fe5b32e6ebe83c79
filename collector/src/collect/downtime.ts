// The slots that no collector accounted for, known from the last slots that a target has in the store.
import type { Instant } from '@upheld/shared/time/instant';
import { firstSlot, slotsFrom } from '../schedule/schedule.ts';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { Store } from '../store/store.ts';
import type { ProbeTarget, Target } from './target.ts';

export type StoredSlots = Pick<Store, 'lastSlot' | 'readSamples'>;

/**
 * In rising order. Null for a desk and counted traffic, whose gaps the store tells by itself, and for a target that
 * was never asked before.
 */
export async function downtimeOf(
  target: Target,
  vantage: string,
  store: StoredSlots,
  scheduler: Scheduler<Target>,
): Promise<Iterable<Instant> | null> {
  if (target.does !== 'probe') return null;
  const { agreement, source } = target;
  const last = await store.lastSlot({ agreement, source, vantage });
  if (last === null) return null;
  const overtaken = await overtakenBy(last, target, vantage, store);
  return inTurn(overtaken, scheduler.resume(target, last));
}

/** Slots of a slow partner that were under way when a later one was stored, and ended with their collector. */
async function overtakenBy(
  last: Instant,
  target: ProbeTarget,
  vantage: string,
  store: StoredSlots,
): Promise<Instant[]> {
  const { agreement, source, atOnce, everyMs } = target;
  // One slot more than can be under way, because the one before them tells that they were asked.
  const start = last - (atOnce + 1) * everyMs;
  const series = await store.readSamples({ agreement, source, start, end: last + 1 });
  const stored = [...(series.find((each) => each.vantage === vantage)?.at ?? [])];
  const isOther = (at: Instant) => firstSlot(target, at) !== at;
  // Where the cadence changed, there are only the slots since.
  const [first = last, ...later] = stored.slice(stored.findLastIndex(isOther) + 1);
  const known = new Set(later);
  return [...slotsFrom(target, first + everyMs, last)].filter((at) => !known.has(at));
}

function* inTurn(first: Iterable<Instant>, then: Iterable<Instant>): Generator<Instant> {
  yield* first;
  yield* then;
}
