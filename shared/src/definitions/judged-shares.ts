// Worst and best shares held against a promise's target, as its minute ledger would be
// (measurement.md sections 3 and 4).
import { displayPercentage } from '../exact/display.ts';
import { complement } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import type { Target } from '../exact/target.ts';
import type { JudgingTerms } from '../measurement/judging.ts';
import { judgeShares } from '../measurement/verdict.ts';
import type { Shares } from '../measurement/verdict.ts';
import type { DefinitionFigures } from './definition.ts';

/** The figures of good shares; a promise about the bad share (`< 0.1%`) is shown that one. */
export function judgedShares(
  shares: Shares,
  judged: 'good' | 'bad',
  { target, notMeasured }: JudgingTerms,
): Omit<DefinitionFigures, 'counts'> {
  const { verdict, doubts, settled } = judgeShares(shares, { target: goodTarget(target), notMeasured });
  const own = (good: Ratio) => (judged === 'bad' ? complement(good) : good);
  const { worst, best } = shares;
  const value = settled && own(settled);
  const isInDoubt = verdict === 'undetermined' && worst !== null && best !== null;
  const range = isInDoubt ? { worst: own(worst), best: own(best) } : null;
  return { value, range, display: displayOf(value, range, target), verdict, doubts };
}

/** The target of the good share: under 0.1 % bad is over 99.9 % good. */
function goodTarget({ op, ratio }: Target): Target {
  if (op === '<') return { op: '>', ratio: complement(ratio) };
  return op === '<=' ? { op: '>=', ratio: complement(ratio) } : { op, ratio };
}

function displayOf(value: Ratio | null, range: DefinitionFigures['range'], target: Target): string | null {
  const shown = (share: Ratio) => `${displayPercentage(share, target)} %`;
  if (range !== null) return `${shown(range.worst)} .. ${shown(range.best)}`;
  return value && shown(value);
}
