// How names become addresses. The system's resolver answers; where it says that a name does not exist, a
// second one is asked before that counts against the partner (trust.md 1.3).
import { lookup, Resolver } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { Resolve } from './checked-lookup.ts';
import { noData } from './dns.ts';
import { codeOf } from './error-code.ts';
import { isNoSuchName } from './failure.ts';
import { EgressError } from './request.ts';

/** How long each of the system's name servers is waited for: by the second look, and in place of the system. */
const secondLookMs = 2_000;
const patientMs = 5_000;

/** The system's resolver, with files such as /etc/hosts. It holds one of the process's few threads. */
export async function askSystem(name: string): Promise<LookupAddress[]> {
  return await lookup(name, { all: true });
}

/**
 * The system's name servers, or those of `servers`, asked without the system's resolver: one question each
 * for IPv4 and IPv6. Each server has `timeoutMs` to answer in.
 */
export function askServers(servers?: string[], timeoutMs = secondLookMs): Resolve {
  return async (name) => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    if (servers !== undefined) resolver.setServers(servers);
    return addressesIn(await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]));
  };
}

/** Who is asked for names on this machine; `servers` are its name servers unless given. */
export function resolversOf(servers?: string[]) {
  return {
    system: askSystem,
    secondLook: askServers(servers, secondLookMs),
    servers: askServers(servers, patientMs),
  };
}

/** All addresses; where there are none, throws the error that tells most: a failure rather than a no. */
function addressesIn(answers: PromiseSettledResult<string[]>[]): LookupAddress[] {
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found.map((address) => ({ address, family: isIP(address) }));
  const errors: unknown[] = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason] : [],
  );
  throw errors.find((error) => !isNoSuchName(codeOf(error))) ?? errors[0] ?? noData();
}

/**
 * Asks `first`, and `second` where that says no. Both say no: the error of `first`. They disagree, or the
 * second one fails: an `EgressError` of code RESOLVER, because then we cannot tell.
 */
export function twoLooks(first: Resolve, second: Resolve): Resolve {
  return async (name) => {
    try {
      return await first(name);
    } catch (error) {
      if (!isNoSuchName(codeOf(error))) throw error;
      const doubt = await doubtOf(name, second);
      if (doubt === null) throw error;
      throw new EgressError(
        'RESOLVER',
        `our resolvers disagree: one says that there is no ${name}, ${doubt}`,
      );
    }
  };
}

/** What speaks against a name that does not exist; null where nothing does. */
async function doubtOf(name: string, second: Resolve): Promise<string | null> {
  return await second(name).then(
    () => 'a second one finds it',
    (error: unknown) => {
      const code = codeOf(error);
      return isNoSuchName(code) ? null : `a second one fails with ${code ?? 'an error'}`;
    },
  );
}
