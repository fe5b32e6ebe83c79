// Values that lie on one side of an objective's target: the critical and the failed value on the bad side,
// the ideal one on the good side (measurement.md section 7).
import { displayNumber } from '../exact/display.ts';
import { compareRatios, complement, multiplyRatios, percentage, ratio } from '../exact/ratio.ts';
import type { Ratio } from '../exact/ratio.ts';
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import { operator, percentage as percentageField } from './fields.ts';
import { placesAt, valueAt } from './paths.ts';
import { such } from './rule.ts';
import type { Path } from './shown.ts';

const written = percentageField('a share', '99.9%');

type Side = {
  at: Path;
  rule: string;
  /** `order` is below 0 where the value is worse than the target, above 0 where it is better. */
  fits(order: number): boolean;
  /** How many times the bad share that the target allows the example allows. */
  exampleFactor: number;
};

const sides: Side[] = [
  {
    at: ['objective', 'critical'],
    rule: 'a critical value is no better than the target',
    fits: (order) => order <= 0,
    exampleFactor: 10,
  },
  {
    at: ['score', 'ideal'],
    rule: 'an ideal value is no worse than the target',
    fits: (order) => order >= 0,
    exampleFactor: 0,
  },
  {
    at: ['score', 'fail'],
    rule: 'a failed value is worse than the target',
    fits: (order) => order < 0,
    exampleFactor: 10,
  },
];

/** Every value of an objective that lies on the wrong side of its target. */
export function wrongSides(document: unknown): Fault[] {
  return placesAt(document, 'spec.objectives[]').flatMap(({ path, value: objective }) => {
    const op = valueAt(objective, ['objective', 'op']);
    const target = goodShareAt(objective, ['objective', 'target'], op);
    if (target === null || !operator.safeParse(op).success) return [];
    const against = `${String(op)} ${String(valueAt(objective, ['objective', 'target']))}`;
    return sides.flatMap(({ at, rule, fits, exampleFactor }) => {
      const value = goodShareAt(objective, at, op);
      if (value === null || fits(compareRatios(value, target))) return [];
      const example = shareText(manyTimesWorse(target, exampleFactor), op);
      return [faultAt(document, [...path, ...at], such(`${rule}, which is ${against}`, example))];
    });
  });
}

/** The good share that stands there; null where none can be read, of which its schema speaks. */
function goodShareAt(objective: unknown, path: Path, op: unknown): Ratio | null {
  const text = valueAt(objective, path);
  const share = written.safeParse(text);
  if (!share.success) return null;
  return judgesBad(op) ? complement(percentage(share.data)) : percentage(share.data);
}

function manyTimesWorse(good: Ratio, factor: number): Ratio {
  const bad = multiplyRatios(complement(good), ratio(factor, 1));
  return bad.num > bad.den ? ratio(0, 1) : complement(bad);
}

function shareText(good: Ratio, op: unknown): string {
  const share = judgesBad(op) ? complement(good) : good;
  return `${displayNumber(multiplyRatios(share, ratio(100, 1)), 12)}%`;
}

function judgesBad(op: unknown): boolean {
  return op === '<' || op === '<=';
}
