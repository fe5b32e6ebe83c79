// Which part decides a period that amendments cut (measurement.md section 4).
import { compareRatios, complement, divideRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { allowedBad, readTarget } from '../exact/target.ts';
import type { Target } from '../exact/target.ts';
import { clockEvents } from '../measurement/judged-clocks.ts';
import { partBounds } from '../score/part-bounds.ts';
import { failingBadShare } from '../score/scale.ts';
import type { PartStatement } from './statement.ts';
import { worstVerdict } from './worst.ts';

/**
 * The place of the part that decides; null without any. It has the worst verdict, and of those with it lost
 * most of what its own target leaves, so that no cut makes a value or a score look better; the last of equal
 * ones. A part that is still to come, or in which no clock fell due, says nothing: it weighs only where there
 * is nothing else.
 */
export function decidingPlace(parts: PartStatement[]): number | null {
  const telling = parts.filter((part) => !part.doubts.includes('nothing-elapsed') && !isWithoutClock(part));
  const weighing = telling.length > 0 ? telling : parts;
  const worst = worstVerdict(weighing.map(({ verdict }) => verdict));
  const candidates = weighing
    .filter(({ verdict }) => verdict === worst)
    .map((part) => ({ place: parts.indexOf(part), lost: lostShare(part) }))
    .toSorted((a, b) => compareRatios(a.lost, b.lost));
  return candidates.at(-1)?.place ?? null;
}

/** The bad share over the one at which the score is 0; what is in doubt is taken as bad. */
function lostShare(part: PartStatement): Ratio {
  const target = readTarget(part.terms);
  return divideRatios(badShare(part, target), failingBadShare(allowedBad(target)));
}

function badShare(part: PartStatement, { op }: Target): Ratio {
  const { worst } = partBounds(part);
  if (worst === null) return ratio(1, 1);
  return op.startsWith('<') ? worst : complement(worst);
}

function isWithoutClock({ inputs }: PartStatement): boolean {
  return inputs.by === 'clocks' && clockEvents(inputs).total === 0;
}
