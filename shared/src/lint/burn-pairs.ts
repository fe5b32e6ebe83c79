// Default burn pairs that are left out, because on some period they would always fire or never could
// (measurement.md section 5).
import type { TriggerTerms } from '../agreement/agreement.ts';
import { fittingPair } from '../agreement/burn-bounds.ts';
import {
  burnTrigger,
  defaultTriggers,
  hasDefaultTriggers,
  pairsLeftOut,
} from '../agreement/default-triggers.ts';
import type { PairLeftOut } from '../agreement/default-triggers.ts';
import { displayNumber } from '../exact/display.ts';
import { periodText } from './figures.ts';
import type { LintRule } from './warning.ts';

/** The proposal names every trigger: whoever names one has no default any more. */
export const burnPairs: LintRule = {
  name: 'burn-pairs',
  find(agreement) {
    const left = hasDefaultTriggers(agreement) ? pairsLeftOut(agreement).filter(isOutOfBounds) : [];
    if (left.length === 0) return [];
    const all = [...defaultTriggers(agreement), ...left.flatMap(fitted)];
    return [
      {
        path: 'triggers',
        clause: null,
        why: `of the default triggers this agreement lacks ${left.map(lackText).join('; ')}`,
        proposal: `triggers: [${all.map(flowText).join(', ')}]`,
      },
    ];
  },
};

/**
 * A target without a budget has a warning of its own, nothing burns where nothing is scheduled, and where
 * everything is allowed no pair has anything to watch.
 */
function isOutOfBounds({ limit, period }: PairLeftOut): boolean {
  return limit !== null && limit.num > limit.den && period !== null;
}

function lackText({ pair: { budget, long }, objective, period, factor, limit }: PairLeftOut): string {
  const bounds = limit === null ? 'at least 1' : `at least 1 and below ${displayNumber(limit, 3)}`;
  const when = period === null ? '' : ` in ${periodText(period)}`;
  return (
    `${budget} of the budget in ${long} for ${objective.name}, ` +
    `because its burn factor is ${displayNumber(factor, 3)}${when} and must be ${bounds}`
  );
}

function fitted(left: PairLeftOut): TriggerTerms[] {
  const { pair, objective } = left;
  const { budget } = fittingPair(left);
  return budget === undefined
    ? []
    : [burnTrigger(`${pair.name}-${objective.name}`, objective.name, { ...pair, budget })];
}

function flowText({ name, when }: TriggerTerms): string {
  const fields = Object.entries(when).map(([field, value]) => `${field}: ${String(value)}`);
  return `{ name: ${name}, when: { ${fields.join(', ')} } }`;
}
