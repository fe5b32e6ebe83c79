// An agreement with one promise, so that asking about one neither reads nor judges the others.
import type { Agreement, Terms } from '../agreement/agreement.ts';
import type { PromiseVersions } from './promise-periods.ts';
import { everyPromise } from './promise-periods.ts';
import { promisesOf } from './promised.ts';

/** The promise of that name in all its versions. Throws a RangeError where there is none. */
export function promiseNamed(agreement: Agreement, name: string): PromiseVersions {
  const promise = everyPromise(agreement).find((candidate) => candidate.name === name);
  if (promise === undefined) throw new RangeError(unknownPromise(agreement, name) ?? name);
  return promise;
}

/** Why there is no promise of that name, with those there are; null where there is one. */
export function unknownPromise(agreement: Agreement, name: string): string | null {
  const names = everyPromise(agreement).map((promise) => promise.name);
  if (names.includes(name)) return null;
  return `${agreement.name} has no promise "${name}"; its promises are: ${names.join(', ')}`;
}

/**
 * The agreement without its other promises. A promise of a severity keeps its whole matrix, because a ticket
 * that changes its severity moves between them.
 */
export function onlyPromise(agreement: Agreement, name: string): Agreement {
  return inEveryVersion(agreement, (terms) => ({
    ...terms,
    objectives: terms.objectives.filter((objective) => objective.name === name),
    support: terms.support.filter((matrix) => matrixOf(terms, name) === matrix.name),
  }));
}

/** The agreement with the terms of all its versions changed. */
export function inEveryVersion(
  { amended, ...original }: Agreement,
  change: (terms: Terms) => Terms,
): Agreement {
  return {
    ...change(original),
    amended: amended.map((version) => ({ ...version, terms: change(version.terms) })),
  };
}

function matrixOf(terms: Terms, promise: string): string | null {
  return promisesOf(terms).find(({ name }) => name === promise)?.matrix ?? null;
}
