// Rounds that wait most of the time are played side by side.
import { added, type Findings } from './fault.ts';

/** Plays rounds in several lanes; those of one lane come one after another. */
export async function inLanes(
  rounds: number,
  lanes: number,
  lane: (rounds: number) => Promise<Findings>,
): Promise<Findings> {
  const share = Array.from({ length: Math.min(lanes, rounds) }, (_, index) =>
    Math.floor((rounds + index) / Math.min(lanes, rounds)),
  );
  const played = await Promise.allSettled(share.map(lane));
  const failed = played.find(({ status }) => status === 'rejected');
  // Not before the others have ended what they started.
  if (failed?.status === 'rejected') throw failed.reason;
  return added(played.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
}

/** A whole number from `least` to `most`. */
export const between = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));
