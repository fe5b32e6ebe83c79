// The versions of an agreement: its terms as they were signed, and as each amendment left them
// (measurement.md section 4).
import type { Agreement, Terms } from './agreement.ts';
import type { Instant } from '../time/instant.ts';

/** Terms and when they are in force, `[from, until)`. `name` is the amendment that brought them, null for the original. */
export type Version = { name: string | null; from: Instant; until: Instant; terms: Terms };

/**
 * The versions of an agreement in order, without gaps: the first is in force from -Infinity, the last until
 * Infinity (when the agreement counts at all is effective.ts). Of amendments that take effect at one
 * instant, the last holds the changes of all and gives the name; the others never stand.
 * @example versionsOf(agreement).find(({ from, until }) => from <= at && at < until)
 */
export function versionsOf({ amended, ...original }: Agreement): Version[] {
  const started = [{ name: null, from: -Infinity, terms: original }, ...amended];
  return started
    .map((version, index) => ({ ...version, until: started[index + 1]?.from ?? Infinity }))
    .filter(({ from, until }) => from < until);
}

/** The names of a kind that stand in any version, each once, in the order in which they came. */
export function namesInAnyVersion(agreement: Agreement, names: (terms: Terms) => string[]): string[] {
  return [...new Set(versionsOf(agreement).flatMap(({ terms }) => names(terms)))];
}

/**
 * The agreement under the terms in force at `at`: for what is done now, such as probing. Periods are judged
 * by the agreement itself, because the terms that were signed are no part of this.
 */
export function inForce(agreement: Agreement, at: Instant): Agreement {
  const terms = agreement.amended.findLast(({ from }) => from <= at)?.terms;
  return terms === undefined ? agreement : { ...terms, amended: agreement.amended };
}
