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
  return added(await Promise.all(share.map(lane)));
}

/** A whole number from `least` to `most`. */
export const between = (least: number, most: number): number =>
  least + Math.floor(Math.random() * (most - least + 1));
