// A target of 100 %, or of no failure at all, on something that is measured: one bad minute breaks it.
import type { Objective } from '../agreement/agreement.ts';
import { allowedBad, readTarget } from '../exact/target.ts';
import { countedBy } from './most-events.ts';
import { namesPercentage } from './named-in-reading.ts';
import type { Finding, LintRule } from './warning.ts';

export const fullTarget: LintRule = {
  name: 'full-target',
  find: ({ objectives }) => objectives.filter(isMeasured).flatMap(leavesNothing),
};

/** A load test is passed or not; there is no share of it. */
function isMeasured({ indicator }: Objective): boolean {
  return indicator.sources.length > 0;
}

function leavesNothing(objective: Objective): Finding[] {
  const { op, target } = objective.objective;
  if (allowedBad(readTarget(objective.objective)).num > 0n) return [];
  const isImpossible = op === '<' || op === '>';
  if (!isImpossible && namesPercentage(objective.reading, target)) return [];
  const counted = countedBy(objective.indicator.type).slice(0, -1);
  return [
    {
      path: `objectives.${objective.name}.objective.target`,
      clause: objective.clause,
      why: isImpossible
        ? `no share is ${op} ${target}, so this is always missed`
        : `one bad ${counted} misses ${op} ${target}, and no number of good ones proves it`,
      proposal: op.startsWith('<') ? 'target: 0.01%' : 'target: 99.99%',
    },
  ];
}
