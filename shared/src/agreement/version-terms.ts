// The terms of an agreement under a version or at an instant, with whatever part of them the caller reads.
import type { Amended } from './agreement.ts';
import type { Instant } from '../time/instant.ts';

/** Terms of the shape `T`, as they were signed and as each amendment left them. */
export type WithVersions<T> = T & { amended: Amended<T>[] };

/**
 * The terms that the amendment `version` brought; null asks for those that were signed. Throws a RangeError
 * where the agreement has no such amendment.
 */
export function termsUnder<T>(agreement: WithVersions<T>, version: string | null): T {
  if (version === null) return agreement;
  const amended = agreement.amended.find(({ name }) => name === version);
  if (amended !== undefined) return amended.terms;
  throw new RangeError(
    `the agreement has no amendment ${JSON.stringify(version)}; evaluate the period again, or restore the file`,
  );
}

/** The terms in force at `at`; those that were signed before the first amendment takes effect. */
export function termsAt<T>(agreement: WithVersions<T>, at: Instant): T {
  return agreement.amended.findLast(({ from }) => from <= at)?.terms ?? agreement;
}
