// Which maintenance counts where a page publishes more than anybody can read. Pure.
import type { Instant } from '../time/instant.ts';
import type { PublishedMaintenance } from './status-report.ts';

/**
 * At most `most` of `all`: those that are not over at `now`, the earliest first, then those that were over last.
 * One without an end is not over. All of them as they came where they are few, else by start.
 */
export function nearestMaintenance<One extends Pick<PublishedMaintenance, 'start' | 'end'>>(
  all: readonly One[],
  now: Instant,
  most: number,
): readonly One[] {
  if (all.length <= most) return all;
  const isOver = ({ end }: One) => end !== null && end <= now;
  const toCome = all.filter((one) => !isOver(one)).sort(byStart);
  const over = all.filter(isOver).sort((a, b) => (b.end ?? 0) - (a.end ?? 0));
  return [...toCome, ...over].slice(0, most).sort(byStart);
}

function byStart(a: Pick<PublishedMaintenance, 'start'>, b: Pick<PublishedMaintenance, 'start'>): number {
  return a.start - b.start;
}
