// The triggers of an agreement that names none (measurement.md section 5). Of the burn pairs those that keep
// their bounds: what another agreement would be refused for is left out here, and the linter says so.
import type { Objective, Terms, TriggerTerms } from './agreement.ts';
import { burnBounds } from './burn-bounds.ts';
import type { BurnBounds } from './burn-bounds.ts';
import { burnRateType, watchedBy } from './burn-terms.ts';

type Untriggered = Omit<Terms, 'triggers'>;
type Pair = { name: string; budget: string; long: string };

export type PairLeftOut = BurnBounds & { pair: Pair };

/** 2 % in an hour and 5 % in six are worth a page, 10 % in three days of service time a ticket. */
const defaultPairs: readonly Pair[] = [
  { name: 'burn-1h', budget: '2%', long: '1h' },
  { name: 'burn-6h', budget: '5%', long: '6h' },
  { name: 'burn-3d', budget: '10%', long: '3d' },
];

const others: readonly TriggerTerms[] = [
  { name: 'missed', when: { type: 'missed', objective: 'any' }, then: {} },
  { name: 'irrecoverable', when: { type: 'irrecoverable', objective: 'any' }, then: {} },
  { name: 'response-missed', when: { type: 'response-missed' }, then: {} },
];

/** The triggers that the terms name; without any, those that every agreement has. */
export function triggersOf(terms: Terms): TriggerTerms[] {
  return terms.triggers.length > 0 ? terms.triggers : defaultTriggers(terms);
}

/** The triggers of terms that name none. */
export function defaultTriggers(terms: Untriggered): TriggerTerms[] {
  return [...others, ...defaultPairs.flatMap((pair) => burnTriggers(terms, pair))];
}

/** Whether the terms say no more of triggers than an agreement that names none. */
export function hasDefaultTriggers(terms: Terms): boolean {
  const names = (triggers: TriggerTerms[]) => triggers.map(({ name }) => name).join(' ');
  return names(triggersOf(terms)) === names(defaultTriggers(terms));
}

/** The default pairs that triggers would have been made of and that are out of bounds, by objective. */
export function pairsLeftOut(terms: Untriggered): PairLeftOut[] {
  return defaultPairs.flatMap((pair) =>
    boundsOf(terms, pair)
      .filter(({ isAccepted }) => !isAccepted)
      .map((bounds) => ({ ...bounds, pair })),
  );
}

/** One trigger where the pair is good for every objective, else one for each that it is good for. */
function burnTriggers(terms: Untriggered, pair: Pair): TriggerTerms[] {
  const bounds = boundsOf(terms, pair);
  const accepted = bounds.filter(({ isAccepted }) => isAccepted).map(({ objective }) => objective);
  if (accepted.length === 0) return [];
  if (accepted.length === bounds.length) return [burnTrigger(pair.name, 'any', pair)];
  return accepted.map(({ name }) => burnTrigger(`${pair.name}-${name}`, name, pair));
}

/** The trigger of a pair on an objective, or on `any`. */
export function burnTrigger(
  name: string,
  objective: string,
  { budget, long }: Pick<Pair, 'budget' | 'long'>,
): TriggerTerms {
  return { name, when: { type: burnRateType, objective, budget, long }, then: { state: 'at-risk' } };
}

function boundsOf(terms: Untriggered, pair: Pair): BurnBounds[] {
  return watchedBy({ objective: 'any' }, terms.objectives).map((objective: Objective) =>
    burnBounds(terms, objective, pair),
  );
}
