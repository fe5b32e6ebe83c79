// Many sources of one partner ask at the same moment: who asks for a name that is being looked up waits for
// that answer, instead of asking again.
import type { LookupAddress } from 'node:dns';
import type { Resolve } from './checked-lookup.ts';

/** Makes one lookup of a name at a time, which all who ask meanwhile share. */
export function shareLookups(resolve: Resolve): Resolve {
  const running = new Map<string, Promise<LookupAddress[]>>();
  return (name) => {
    const known = running.get(name);
    if (known !== undefined) return known;
    const shared = resolve(name).finally(() => running.delete(name));
    running.set(name, shared);
    return shared;
  };
}
