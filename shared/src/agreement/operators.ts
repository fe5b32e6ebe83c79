// Whether an objective's operator makes sense for what its indicator counts: good or bad.
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Kinds } from './kinds.ts';
import { placesAt, valueAt } from './paths.ts';
import { such } from './rule.ts';

const known: unknown[] = ['<', '<=', '>', '>='];

/** Operators that turn the promise round, such as an error rate above its target. */
export function unfitOperators(document: unknown, kinds: Kinds): Fault[] {
  return placesAt(document, 'spec.objectives[]').flatMap(({ path, value: objective }) => {
    const op = valueAt(objective, ['objective', 'op']);
    const kind = kinds.indicators.find(({ type }) => type === valueAt(objective, ['indicator', 'type']));
    if (kind === undefined || !known.includes(op) || kind.operators.some((fitting) => fitting === op)) {
      return [];
    }
    const rule = `the operator of ${kind.type} is one of ${kind.operators.join(', ')}`;
    return [faultAt(document, [...path, 'objective', 'op'], such(rule, `"${kind.operators[0]}"`))];
  });
}
