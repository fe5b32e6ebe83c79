// Fair use of the system's resolver. A lookup holds one of two threads until the last name server has been
// given up, which may take half a minute, and nothing can call it off. A partner whose name servers drip
// must not hold both, because no other partner's outage would be seen meanwhile.
import type { LookupAddress } from 'node:dns';
import type { Resolve } from './checked-lookup.ts';

/** What took longer was slow, in milliseconds: answers come in tens of them. */
const slowMs = 1_000;

/** How many slow names are remembered: redirects may lead to ever new ones. */
const mostSlow = 1_000;

/**
 * Makes one lookup of a name at a time, which all who ask meanwhile share. Names whose last lookup was slow
 * wait for each other too. `now` gives the milliseconds of a clock that never goes back.
 */
export function shareLookups(resolve: Resolve, now = () => performance.now()): Resolve {
  const running = new Map<string, Promise<LookupAddress[]>>();
  const slow = new Set<string>();
  let lane: Promise<unknown> = Promise.resolve();

  const remember = (name: string) => {
    slow.add(name);
    const [oldest = name] = slow;
    if (slow.size > mostSlow) slow.delete(oldest);
  };
  const look = async (name: string) => {
    const startedAt = now();
    try {
      return await resolve(name);
    } finally {
      slow.delete(name);
      if (now() - startedAt > slowMs) remember(name);
    }
  };
  const waitAndLook = (name: string) => {
    const looked = lane.then(() => look(name));
    lane = looked.catch(() => undefined);
    return looked;
  };
  return (name) => {
    const known = running.get(name);
    if (known !== undefined) return known;
    const looked = slow.has(name) ? waitAndLook(name) : look(name);
    const shared = looked.finally(() => running.delete(name));
    running.set(name, shared);
    return shared;
  };
}
