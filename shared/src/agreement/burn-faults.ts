// Burn-rate triggers that could never fire, or always would (agreement.md section 1). They need the terms in
// full, calendars and targets included, so they are judged once everything else of the file is in order.
import { displayNumber } from '../exact/display.ts';
import type { Terms } from './agreement.ts';
import { burnBounds, fittingPair } from './burn-bounds.ts';
import type { BurnBounds } from './burn-bounds.ts';
import { burnPairs, watchedBy } from './burn-terms.ts';
import type { BurnPair } from './burn-terms.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { placesAt, valueAt } from './paths.ts';
import type { Path } from './shown.ts';
import { such } from './rule.ts';

/** The faults of an Agreement document's burn-rate triggers; `terms` is what it was read as. */
export function unfitBurnRates(document: unknown, terms: Terms): Fault[] {
  const pairs = burnPairs(terms.triggers);
  return placesAt(document, 'spec.triggers[]').flatMap(({ path, value }) => {
    const pair = pairs.find(({ trigger }) => trigger === valueAt(value, ['name']));
    return pair === undefined ? [] : faultsOf(document, path, pair, terms);
  });
}

function faultsOf(document: unknown, path: Path, pair: BurnPair, terms: Terms): Fault[] {
  const watched = watchedBy(pair, terms.objectives);
  if (watched.length === 0 && pair.objective !== 'any') {
    return [faultAt(document, [...path, 'when', 'objective'], notCounted(terms))];
  }
  return watched
    .map((objective) => burnBounds(terms, objective, pair))
    .filter(({ isAccepted }) => !isAccepted)
    .map((bounds) => faultAt(document, [...path, 'when', 'budget'], ruleOf(bounds, pair)));
}

function notCounted({ objectives }: Terms): string {
  const [first] = watchedBy({ objective: 'any' }, objectives);
  return such(
    'a budget burns only of an objective that is counted in minutes, requests or checks',
    first?.name ?? 'any',
  );
}

function ruleOf(bounds: BurnBounds, { budget, long }: BurnPair): string {
  const { objective, period, periodMinutes, longMinutes, factor, limit } = bounds;
  const { name, calendar } = objective;
  const { op, target } = objective.objective;
  if (limit === null) {
    return such(`${name} ${op} ${target} leaves no budget that could burn`, 'target: 99.9%');
  }
  if (period === null) {
    return such(`the calendar ${calendar} of ${name} has no service hours to burn in`, 'calendar: always');
  }
  const sum = `${budget} × ${periodMinutes} min / ${longMinutes} min`;
  const must = `and must be at least 1 and below ${displayNumber(limit, 3)}`;
  return such(
    `over ${long} the burn factor of ${name} is ${displayNumber(factor, 3)} in ${period} (${sum}), ${must}`,
    Object.entries(fittingPair(bounds))
      .map(([field, value]) => `${field}: ${value}`)
      .join(', '),
  );
}
