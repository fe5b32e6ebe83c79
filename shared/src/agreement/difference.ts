// Whether two values of a document are the same, and where they first differ.
import { isNothing } from './named-path.ts';
import { isMapping, valueAt } from './paths.ts';
import type { Path } from './shown.ts';

/**
 * Where two values first differ, null where they are the same: keys in any order, and a key without a value
 * is as one that is not there.
 * @example firstDifference({ a: 1, b: [2] }, { b: [3], a: 1 }) // ['b', 0]
 */
export function firstDifference(one: unknown, other: unknown): Path | null {
  if (isNothing(one) && isNothing(other)) return null;
  const steps = stepsInto(one, other);
  if (steps === null) return one === other ? null : [];
  for (const step of steps) {
    const inside = firstDifference(valueAt(one, [step]), valueAt(other, [step]));
    if (inside !== null) return [step, ...inside];
  }
  return null;
}

/** The steps that lead into either of two containers of one kind; null where they are no such pair. */
function stepsInto(one: unknown, other: unknown): Path | null {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length ? [...one.keys()] : null;
  }
  if (!isMapping(one) || !isMapping(other)) return null;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
