// The burn pairs that an agreement's triggers name: how much of a budget in how long calls for attention
// (measurement.md section 5).
import { z } from 'zod';
import type { Terms } from './agreement.ts';
import { duration, percentage } from './fields.ts';
import { such } from './rule.ts';

/** The `when` of a burn-rate trigger beside its type. */
export const burnWhen = z.strictObject({
  /** The name of an objective, or `any`. */
  objective: z.string(such('objective names an objective, or any for all of them', 'uptime')).default('any'),
  /** The share of the period's budget. */
  budget: percentage('the share of a budget', '2%'),
  /** The long window, in service time; the short one is a twelfth of it. */
  long: duration(['m', 'h', 'd', 'w'], '1h'),
});

/** A pair of windows, by the name of its trigger. */
export type BurnPair = { trigger: string } & z.output<typeof burnWhen>;

export const burnRateType = 'burn-rate';

/** The pairs of a list of triggers, in its order. */
export function burnPairs(triggers: Terms['triggers']): BurnPair[] {
  return triggers.flatMap(({ name, when: { type, ...fields } }) =>
    type === burnRateType ? [{ trigger: name, ...burnWhen.parse(fields) }] : [],
  );
}

/** The objectives that a pair looks at: the one that it names, or all that are counted in minutes or events. */
export function watchedBy(
  { objective }: Pick<BurnPair, 'objective'>,
  objectives: Terms['objectives'],
): Terms['objectives'] {
  return objectives.filter(({ name, indicator }) => {
    // A load test is passed or not: it reads no source, and nothing of it can burn.
    const isCounted = indicator.sources.length > 0;
    return isCounted && (objective === 'any' || objective === name);
  });
}
