// Fair use of the system's resolver. A lookup holds one of two threads until the last name server has been
// given up, which may take half a minute, and nothing can call it off. A partner whose name servers drip must
// not hold both, because no other partner's outage would be seen meanwhile: who finds no thread, and whose name
// was slow before, asks the name servers without it, for which nobody has to wait.
import type { Clock } from '../clock.ts';
import type { Resolve } from './checked-lookup.ts';
import { codeOf } from './error-code.ts';
import { isNoSuchName } from './failure.ts';
import { twoLooks } from './names.ts';
import { EgressError } from './request.ts';
import { createThreads } from './threads.ts';

export type Resolvers = {
  /** Knows files such as /etc/hosts and search domains too, and holds a thread. */
  system: Resolve;
  /** Asked where the system says that there is no such name. */
  secondLook: Resolve;
  /** The name servers alone, with as much patience as the system has for one of them. */
  servers: Resolve;
};

/** What took longer was slow, in milliseconds: answers come in tens of them. */
const slowMs = 1_000;

/** How many slow names are remembered: redirects may lead to ever new ones. */
const mostSlow = 1_000;

/**
 * How long a name waits for a thread before its servers are asked instead, and how long where they say that
 * there is no such name, in milliseconds: only the system knows what stands in files.
 */
const patienceMs = 500;
const lastPatienceMs = 30_000;

/** Resolves as `twoLooks` does, and by the servers first where the system would keep others waiting. */
export function fairResolver(
  { system, secondLook, servers }: Resolvers,
  clock: Pick<Clock, 'monotonic' | 'setTimer'>,
): Resolve {
  const takeThread = createThreads(clock);
  const slow = new Set<string>();

  const remember = (name: string) => {
    slow.add(name);
    const [oldest = name] = slow;
    if (slow.size > mostSlow) slow.delete(oldest);
  };
  const timed = async (name: string, resolve: Resolve) => {
    const startedAt = clock.monotonic();
    try {
      return await resolve(name);
    } finally {
      if (clock.monotonic() - startedAt > slowMs) remember(name);
    }
  };
  const askSystem = async (name: string, leave: () => void) => {
    slow.delete(name);
    return await timed(name, system).finally(leave);
  };
  const askAfterServers = async (name: string) => {
    const leave = await takeThread(lastPatienceMs);
    if (leave !== null) return await askSystem(name, leave);
    throw new EgressError(
      'RESOLVER',
      `one of our resolvers says that there is no ${name}, the other is busy`,
    );
  };

  return async (name) => {
    const leave = slow.has(name) ? null : await takeThread(patienceMs);
    if (leave !== null) return await twoLooks((asked) => askSystem(asked, leave), secondLook)(name);
    return await timed(name, servers).catch(async (error: unknown) => {
      if (isNoSuchName(codeOf(error))) return await askAfterServers(name);
      throw error;
    });
  };
}
