// Whether an objective's target and operator make sense for what its indicator counts: good, bad or neither.
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { IndicatorSchema, Kinds } from './kinds.ts';
import { placesAt, valueAt } from './paths.ts';
import type { Path } from './shown.ts';
import { such } from './rule.ts';

const known: unknown[] = ['<', '<=', '>', '>='];

/** Operators that turn the promise round, such as an error rate above its target, and targets out of place. */
export function unfitOperators(document: unknown, kinds: Kinds): Fault[] {
  return placesAt(document, 'spec.objectives[]').flatMap(({ path, value: objective }) => {
    const kind = kinds.indicators.find(({ type }) => type === valueAt(objective, ['indicator', 'type']));
    const target = valueAt(objective, ['objective']);
    const rule = kind === undefined ? null : targetRule(kind, target);
    if (rule !== null) return [faultAt(document, [...path, 'objective'], rule)];
    return kind === undefined ? [] : operatorFaults(document, [...path, 'objective', 'op'], kind);
  });
}

function targetRule({ type, without = [] }: IndicatorSchema, target: unknown): string | null {
  const isNeeded = !without.includes('objective');
  if (isNeeded === (target !== undefined)) return null;
  if (isNeeded) return such('an objective has an operator and a target', '{ op: ">=", target: 99.9% }');
  return such(
    `${type} is kept or not, without a share to reach: leave objective out`,
    `{ name: ${type}, owedBy: acme, indicator: { type: ${type}, ... }, period: quarter }`,
  );
}

function operatorFaults(document: unknown, path: Path, kind: IndicatorSchema): Fault[] {
  const op = valueAt(document, path);
  if (!known.includes(op) || kind.operators.some((fitting) => fitting === op)) return [];
  const rule = `the operator of ${kind.type} is one of ${kind.operators.join(', ')}`;
  return [faultAt(document, path, such(rule, `"${kind.operators[0]}"`))];
}
