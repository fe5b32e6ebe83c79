// The values between which a judged part lies: what the score and the choice of the deciding part read
// (measurement.md section 7).
import type { PartStatement } from '../evaluation/statement.ts';
import { ratio, readRatio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Inputs } from '../measurement/figures.ts';

/** Null where a value is not known. */
export type Bounds = { worst: Ratio | null; best: Ratio | null };

export const unknownBounds: Bounds = { worst: null, best: null };

/** The settled value is both bounds; without one they are those of what is in doubt, where that is counted. */
export function partBounds({
  settled,
  verdict,
  inputs,
}: Pick<PartStatement, 'settled' | 'verdict' | 'inputs'>): Bounds {
  if (settled !== null) return { worst: readRatio(settled), best: readRatio(settled) };
  return verdict === 'undetermined' ? boundsInDoubt(inputs) : unknownBounds;
}

/** Every minute that was not measured and every clock that is unknown, taken as bad and as good. */
function boundsInDoubt(inputs: Inputs): Bounds {
  if (inputs.by === 'minutes') {
    const { good, unmeasured, scheduled, excluded } = inputs;
    return goodOf(good, unmeasured, scheduled - excluded);
  }
  if (inputs.by === 'clocks') {
    const { met, missed, unknown } = inputs;
    return goodOf(met, unknown, met + missed + unknown);
  }
  return unknownBounds;
}

function goodOf(good: number, inDoubt: number, total: number): Bounds {
  if (total === 0) return unknownBounds;
  return { worst: ratio(good, total), best: ratio(good + inDoubt, total) };
}
