// Which exclusions act on a promise: approved ones of its agreement, by the sources that they name.
import type { Exclusion } from '../agreement/agreement.ts';

/** The exclusions of an agreement that the other party has approved; only these act. */
export function actingExclusions(exclusions: Exclusion[], agreement: string): Exclusion[] {
  return exclusions.filter((exclusion) => exclusion.agreement === agreement && exclusion.approved);
}

/** Those that name at least one of the sources, or every one of them. Naming no source names them all. */
export function exclusionsNaming(
  exclusions: Exclusion[],
  sources: readonly string[],
  howMany: 'some' | 'every',
): Exclusion[] {
  return exclusions.filter(({ sources: named }) => {
    if (named === null) return true;
    const isNamed = (source: string) => named.includes(source);
    return howMany === 'some' ? sources.some(isNamed) : sources.every(isNamed);
  });
}
