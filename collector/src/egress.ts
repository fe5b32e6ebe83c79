// Every outbound request leaves through here (trust.md 2.4): addresses are checked as literals and again
// after resolution, redirects are not followed unless asked for, bodies are capped and never decompressed,
// one deadline covers all, and each call makes exactly one request on a connection of its own.
import { systemClock } from './clock.ts';
import type { AllowedRange, Listener } from './egress/address-policy.ts';
import { createAgents } from './egress/agents.ts';
import type { Resolve } from './egress/checked-lookup.ts';
import { createConnect } from './egress/connection.ts';
import { createQuery } from './egress/dns.ts';
import { fairResolver } from './egress/fair-resolver.ts';
import { shareLookups } from './egress/lookups.ts';
import { resolversOf } from './egress/names.ts';
import type { Egress } from './egress/request.ts';
import { createSecureContexts } from './egress/secure-contexts.ts';
import { createSend } from './egress/send.ts';
import { userAgent as nameOf } from './egress/user-agent.ts';

export { EgressError } from './egress/request.ts';
export type { Egress, EgressRequest, EgressResponse, Phase, Phases } from './egress/request.ts';

export type EgressOptions = {
  /** Private and loopback ranges that may be reached, each with its ports. */
  allow: AllowedRange[];
  /** How the owner of a probed endpoint reaches us; sent in the User-Agent. */
  contact?: string | undefined;
  version: string;
  /** Where this installation listens: never reached, whatever `allow` says. */
  ownListeners?: () => Listener[];
  /** The system's resolver unless given, with a second look where that says no; see fair-resolver.ts. */
  resolve?: Resolve;
  /** The system's name servers unless given; `query` asks them. */
  nameServers?: string[];
};

/** The one way out. Concurrent calls do not know of each other, but share the lookups of a name. */
export function createEgress(options: EgressOptions): Egress {
  const policy = { allow: options.allow, ownListeners: options.ownListeners ?? (() => []) };
  const resolve = shareLookups(
    options.resolve ?? fairResolver(resolversOf(options.nameServers), systemClock),
  );
  const userAgent = nameOf(options.version, options.contact);
  const secureContexts = createSecureContexts();
  return {
    request: createSend({ agents: createAgents(policy, resolve), secureContexts, userAgent }),
    connect: createConnect({ policy, resolve, secureContexts, userAgent }),
    query: createQuery({ policy, nameServers: options.nameServers }),
  };
}
