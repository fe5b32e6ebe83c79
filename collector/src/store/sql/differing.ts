// How many of the processes that share a store work with another configuration.
import type { Holder } from '../leases.ts';

type Configured = { configuration: string };

/** One that has another hash of the same thing differs; what only one of the two has a hash of is its own. */
export function countDiffering(own: Holder['configuration'], live: readonly Configured[]): number {
  const hashes = new Map(Object.entries(own));
  return live.filter(({ configuration }) =>
    hashesIn(configuration).some(([name, hash]) => hashes.has(name) && hashes.get(name) !== hash),
  ).length;
}

/** Written by `sayAgain`. */
function hashesIn(text: string): [string, unknown][] {
  const hashes: unknown = JSON.parse(text);
  return typeof hashes === 'object' && hashes !== null ? Object.entries(hashes) : [];
}
