// Which exclusions a promise hears of: those of its agreement, by the sources that they name. Whether they
// are approved, and so act at all, is decided where minutes are planned.
import type { Exclusion } from '../agreement/agreement.ts';

/** The exclusions of an agreement. */
export function exclusionsOf(exclusions: Exclusion[], agreement: string): Exclusion[] {
  return exclusions.filter((exclusion) => exclusion.agreement === agreement);
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
