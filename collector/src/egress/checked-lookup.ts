// The checks of where a connection may go, for every protocol: a literal before the socket exists, a name's
// answers before any of them is tried. The connection goes to the addresses that were checked.
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { refusal } from './address-policy.ts';
import type { AddressPolicy } from './address-policy.ts';
import { EgressError } from './request.ts';
import type { Timeline } from './timeline.ts';

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

/** Throws where `host` is a literal address that must not be reached on `port`. */
export function checkLiteral(host: string, port: number, policy: AddressPolicy): void {
  if (isIP(host) !== 0) check([host], host, port, policy);
}

/** Answers only with addresses that may be reached: one forbidden address in an answer refuses it whole. */
export function checkedLookup(
  port: number,
  policy: AddressPolicy,
  resolve: Resolve,
  timeline: Timeline | undefined,
): LookupFunction {
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
