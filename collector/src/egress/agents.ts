// The agents that every request goes through. They open one connection a request and check every address
// that it could go to: a literal before the socket exists, a name's answers before any of them is tried.
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { refusal } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { EgressError } from './request.ts';
import { timelines } from './timeline.ts';
import { watch } from './watch.ts';

declare module 'node:http' {
  interface Agent {
    /** Node hands every request to its agent here; the only place where node-fetch's request can be seen. */
    addRequest(request: ClientRequest, ...rest: unknown[]): void;
  }
}

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

/**
 * A connection is never used twice: the server may close an idle one just as the next request is written,
 * which would look like the partner's fault, and a resumed TLS session would not show an expired
 * certificate.
 */
export function createAgents(policy: AddressPolicy, resolve: Resolve): Record<string, http.Agent> {
  return {
    'http:': guard(new http.Agent({ keepAlive: false }), policy, resolve),
    'https:': guard(new https.Agent({ keepAlive: false, maxCachedSessions: 0 }), policy, resolve),
  };
}

function guard(agent: http.Agent, policy: AddressPolicy, resolve: Resolve): http.Agent {
  const addRequest = agent.addRequest.bind(agent);
  agent.addRequest = (request, ...rest) => {
    const timeline = timelines.getStore();
    if (timeline === undefined) throw new Error('A request has to be made through egress.');
    watch(request, timeline);
    addRequest(request, ...rest);
  };
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const port = Number(options.port);
    const host = options.host ?? '';
    if (isIP(host) !== 0) check([host], host, port, policy);
    return connect({ ...options, lookup: checkedLookup(port, policy, resolve) }, callback);
  };
  return agent;
}

/** Answers only with addresses that may be reached: one forbidden address in an answer refuses it whole. */
function checkedLookup(port: number, policy: AddressPolicy, resolve: Resolve): LookupFunction {
  const timeline = timelines.getStore();
  return (name, options, callback) => {
    resolve(name).then(
      (found) => {
        timeline?.enter('connect');
        try {
          check(
            found.map(({ address }) => address),
            name,
            port,
            policy,
          );
        } catch (error) {
          callback(asError(error), '');
          return;
        }
        const [first] = found;
        if (options.all === true || first === undefined) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(asError(error), ''),
    );
  };
}

function check(addresses: string[], host: string, port: number, policy: AddressPolicy): void {
  for (const address of addresses) {
    const reason = refusal(address, port, policy);
    if (reason === null) continue;
    throw new EgressError('POLICY', address === host ? reason : `${host} is ${reason}`);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
