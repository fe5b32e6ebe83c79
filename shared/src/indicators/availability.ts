// Availability: the share of scheduled minutes in which the sources answered (measurement.md sections 2
// and 3; OpenSLO budgeting method Timeslices).
import { z } from 'zod';
import type { Exclusion } from '../agreement/agreement.ts';
import { oneOf } from '../agreement/fields.ts';
import { exclusionsNaming } from '../measurement/exclusions.ts';
import { classifyMinutes } from '../measurement/ledger.ts';
import { minuteReading } from '../measurement/minute-reading.ts';
import { planMinutes } from '../measurement/minute-plan.ts';
import { combineTargets, targetMinutes } from '../measurement/minutes.ts';
import { percentage } from '../exact/ratio.ts';
import type { IndicatorInput, IndicatorKind } from './indicator.ts';

const terms = z.strictObject({
  /** `all`: the promise is up when every source is; `any`: when one of them is. */
  combine: oneOf(['all', 'any']).default('all'),
});

type Terms = z.output<typeof terms>;

export const availability: IndicatorKind<Terms> = {
  type: 'availability',
  terms,
  operators: ['>=', '>'],
  words: { unit: 'minutes', good: 'good', bad: 'bad' },
  formula: () => 'good minutes / (scheduled - excluded)',
  measure(input) {
    const { window, scheduled, asOf } = input;
    const exclusions = covering(input);
    const plan = planMinutes({ window, scheduled, exclusions, asOf });
    return { by: 'minutes', minutes: classifyMinutes(plan, statesOf(input)), exclusions };
  },
  readings: ({ timeSliceTarget, grid }) => [
    minuteReading({ everyMs: grid.everyMs, timeSliceTarget: percentage(timeSliceTarget) }),
  ],
};

function statesOf(input: IndicatorInput<Terms>): Uint8Array {
  const { sources, window, terms } = input;
  const timeSliceTarget = percentage(input.timeSliceTarget);
  const targets = sources.map(({ source, grid, vantages }) =>
    targetMinutes(vantages, window, { everyMs: grid.everyMs, timeSliceTarget, agreeing: source.agreeing }),
  );
  return combineTargets(targets, terms.combine);
}

/** A minute is covered when one source it needs is excluded, or all of those of which one would do. */
function covering({ terms: { combine }, sources, exclusions }: IndicatorInput<Terms>): Exclusion[] {
  const names = sources.map(({ source }) => source.name);
  return exclusionsNaming(exclusions, names, combine === 'all' ? 'some' : 'every');
}
