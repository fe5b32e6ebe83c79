// What an adapter of one kind of vectors is: it runs a case's input through the public functions.
import { expect } from 'vitest';

/**
 * `run` gives the answer for one case's input in the vector's own words; it throws where the input is
 * not of the kind. `compare` is only for a kind that has a tolerance; without it answers are equal exactly.
 */
export type VectorKind = {
  kind: string;
  run: (input: unknown) => unknown;
  compare?: (actual: unknown, expected: unknown) => void;
};

/** Field by field, nothing missing and nothing more. */
export function compareExactly(actual: unknown, expected: unknown): void {
  expect(actual).toStrictEqual(expected);
}
