// The agents that every request goes through. They open one connection a request, and every address that it
// could go to is checked (checked-lookup.ts).
import http from 'node:http';
import https from 'node:https';
import type { AddressPolicy } from './address-policy.ts';
import { checkedLookup, checkLiteral } from './checked-lookup.ts';
import type { Resolve } from './checked-lookup.ts';
import { underway } from './underway.ts';
import { watch } from './watch.ts';

declare module 'node:http' {
  interface Agent {
    /** Node hands every request to its agent here; the only place where node-fetch's request can be seen. */
    addRequest(request: ClientRequest, ...rest: unknown[]): void;
  }
}

/**
 * A connection is never used twice: the server may close an idle one just as the next request is written,
 * which would look like the partner's fault, and a resumed TLS session would not show an expired
 * certificate. Certificates are verified whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED).
 */
export function createAgents(policy: AddressPolicy, resolve: Resolve): Record<string, http.Agent> {
  const tls = { maxCachedSessions: 0, rejectUnauthorized: true };
  return {
    'http:': guard(new http.Agent({ keepAlive: false }), policy, resolve),
    'https:': guard(new https.Agent({ keepAlive: false, ...tls }), policy, resolve),
  };
}

function guard(agent: http.Agent, policy: AddressPolicy, resolve: Resolve): http.Agent {
  const addRequest = agent.addRequest.bind(agent);
  agent.addRequest = (request, ...rest) => {
    watch(request, underway().timeline);
    addRequest(request, ...rest);
  };
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const port = Number(options.port);
    const { timeline, secureContext } = underway();
    checkLiteral(options.host ?? '', port, policy);
    const lookup = checkedLookup(port, policy, resolve, timeline);
    return connect({ ...options, lookup, ...(secureContext === null ? {} : { secureContext }) }, callback);
  };
  return agent;
}
