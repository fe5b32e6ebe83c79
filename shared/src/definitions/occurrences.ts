// Good checks over checks (OpenSLO budgeting method Occurrences; measurement.md section 4): every check
// weighs the same, so a busy hour weighs more than a quiet one.
import { displayNumber } from '../exact/display.ts';
import { multiplyRatios, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { judgeMeasured } from '../measurement/judge.ts';
import { feedsOf } from '../measurement/figures.ts';
import type { Inputs } from '../measurement/figures.ts';
import type { Definition, DefinitionCounts } from './definition.ts';

export const occurrences: Definition = {
  name: 'occurrences',
  formula: (judged, { isCounted }) =>
    isCounted ? `${judged} requests / requests` : `${judged} checks / checks`,
  unmeasured: ({ judging: { terms }, isCounted }) =>
    isCounted
      ? `An hour that was not counted leaves the count; where fewer than ${percent(terms.coverageFloor)} of those due were counted, the verdict is undetermined.`
      : `A check that was not made leaves the count; where fewer than ${percent(terms.coverageFloor)} of those due were made, the verdict is undetermined.`,
  figures({ checks }, { judging, isCounted }) {
    const { verdict, doubts, display, inputs } = judgeMeasured(checks, judging).figures;
    const counted = eventsIn(inputs);
    const { good, total } = counted;
    const { due, covered } = feedsOf(counted).checks;
    const bad = total - good;
    const value = total === 0 ? null : ratio(checks.judged === 'bad' ? bad : good, total);
    const unit = isCounted ? 'request' : 'check';
    const counts: DefinitionCounts = { unit, good, bad, unmeasured: due - covered };
    return { verdict, doubts, display, value, range: null, counts };
  },
};

function eventsIn(inputs: Inputs) {
  if (inputs.by === 'events') return inputs;
  throw new TypeError(`checks are judged as events, not by ${inputs.by}`);
}

function percent(share: Ratio): string {
  return `${displayNumber(multiplyRatios(share, ratio(100, 1)), 12)} %`;
}
