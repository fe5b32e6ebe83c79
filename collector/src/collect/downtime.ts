// The slots that passed while no collector ran, known from the last slot that a target has in the store.
import type { Instant } from '@upheld/shared/time/instant';
import type { Scheduler } from '../schedule/scheduler.ts';
import type { Store } from '../store/store.ts';
import type { Target } from './target.ts';

/** Null for a desk and counted traffic, whose gaps the store tells by itself, and for a target that was never asked before. */
export async function downtimeOf(
  target: Target,
  vantage: string,
  store: Pick<Store, 'lastSlot'>,
  scheduler: Scheduler<Target>,
): Promise<Iterable<Instant> | null> {
  if (target.does !== 'probe') return null;
  const { agreement, source } = target;
  const last = await store.lastSlot({ agreement, source, vantage });
  return last === null ? null : scheduler.resume(target, last);
}
