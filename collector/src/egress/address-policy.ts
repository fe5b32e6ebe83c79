// Which addresses may be reached (trust.md 2.4). Public ones may; private, loopback and other special
// ones only where settings name their range and port; cloud metadata and what is like it never.
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { unwrap } from './embedded.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A range that settings open, e.g. `{ cidr: '10.20.0.0/16', ports: [443] }`; every port without `ports`. */
export type AllowedRange = { cidr: string; ports?: number[] | undefined };

/** A socket that this installation listens on. */
export type Listener = { host: string; port: number };

export type AddressPolicy = { allow: AllowedRange[]; ownListeners: () => Listener[] };

/** Ranges that no setting opens: link-local holds the metadata services of most clouds. */
const neverRanges = ['unspecified', 'linkLocal', 'multicast', 'broadcast'];

/** Metadata and platform services outside link-local: Azure, Alibaba, Oracle, AWS and Google over IPv6. */
const neverAddresses = new Set(
  [
    ...['168.63.129.16', '100.100.100.200', '192.0.0.192'],
    ...['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
  ].map(normalized),
);

/** Why `literal` must not be connected to on `port`, with what to do about it; null when it may. */
export function refusal(literal: string, port: number, policy: AddressPolicy): string | null {
  const address = unwrap(ipaddr.parse(literal));
  const range = address.range();
  const shown = `${literal} port ${port}`;
  // A zone names an interface of our own machine, and hides an address from every comparison below.
  const never = literal.includes('%') ? 'an address with a zone' : neverAsked(address);
  if (never !== null) return `${shown} is ${never}, which is never asked; name a partner's own endpoint`;
  if (policy.ownListeners().some((listener) => isOwn(address, port, listener))) {
    return `${shown} is this installation's own listener, which is never asked; name a partner's own endpoint`;
  }
  if (range === 'unicast' || policy.allow.some((allowed) => holds(allowed, address, port))) return null;
  return `${shown} is a ${inWords(range)} address; to reach it, name its range and port under egress.allow`;
}

/** What an address is that no setting opens; null for all others. */
function neverAsked(address: Address): string | null {
  if (neverAddresses.has(address.toNormalizedString())) return "a cloud's metadata or platform service";
  const range = address.range();
  if (!neverRanges.includes(range)) return null;
  return range === 'unspecified' ? 'an unspecified address' : `a ${inWords(range)} address`;
}

/** The address that decides where packets to `literal` go: the IPv4 address inside of some of IPv6. */
export function bare(literal: string): string {
  return unwrap(ipaddr.parse(literal)).toString();
}

/** Settings name few ranges, and every connection asks for each: parsing them anew cost more than comparing. */
const parsed = new WeakMap<AllowedRange, [Address, number]>();

function networkOf(allowed: AllowedRange): [Address, number] {
  const network = parsed.get(allowed) ?? ipaddr.parseCIDR(allowed.cidr);
  parsed.set(allowed, network);
  return network;
}

function holds(allowed: AllowedRange, address: Address, port: number): boolean {
  const [network, bits] = networkOf(allowed);
  if (allowed.ports?.includes(port) === false || network.kind() !== address.kind()) return false;
  return address.match(network, bits);
}

/** A listener on `0.0.0.0`, `::` or `localhost` answers on every address of this machine or of its loopback. */
function isOwn(address: Address, port: number, listener: Listener): boolean {
  if (port !== listener.port) return false;
  if (!ipaddr.isValid(listener.host)) return address.range() === 'loopback';
  if (ipaddr.parse(listener.host).range() !== 'unspecified') return isSame(address, listener.host);
  return address.range() === 'loopback' || ownAddresses().some((own) => isSame(address, own));
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address));
}

function isSame(address: Address, literal: string): boolean {
  return address.toNormalizedString() === normalized(literal);
}

/** The same text for all ways to write one address. */
function normalized(literal: string): string {
  return unwrap(ipaddr.parse(literal)).toNormalizedString();
}

/** `linkLocal` -> `link-local`. */
function inWords(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
