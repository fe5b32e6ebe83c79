// IPv6 forms that carry an IPv4 address inside. They reach the same machine as the address they carry, so
// they are judged by it: `[::ffff:127.0.0.1]` is loopback.
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Prefixes, and the byte at which the four bytes of IPv4 stand. */
const forms: { prefix: [ipaddr.IPv6, number]; at: number }[] = [
  form('::ffff:0:0/96', 12), // IPv4-mapped (RFC 4291)
  form('::ffff:0:0:0/96', 12), // IPv4-translated (RFC 2765)
  form('::/96', 12), // IPv4-compatible (RFC 4291, deprecated)
  form('64:ff9b::/96', 12), // NAT64 (RFC 6052)
  // NAT64 of a local network (RFC 8215). With a shorter prefix the four bytes stand elsewhere (RFC 6052, 2.2)
  // and these are a suffix that says nothing: such an address is judged as it stands, and its range is closed.
  form('64:ff9b:1::/96', 12),
  form('2002::/16', 2), // 6to4 (RFC 3056)
];

/** The address that decides where packets go: the IPv4 address inside, if there is one. */
export function unwrap(address: Address): Address {
  if (address instanceof ipaddr.IPv4 || isUnspecifiedOrLoopback(address)) return address;
  const found = forms.find(({ prefix }) => address.match(prefix));
  if (found === undefined) return address;
  return new ipaddr.IPv4(address.toByteArray().slice(found.at, found.at + 4));
}

/** `::` and `::1` lie in the IPv4-compatible range and are no part of it. */
function isUnspecifiedOrLoopback(address: ipaddr.IPv6): boolean {
  return ['unspecified', 'loopback'].includes(address.range());
}

function form(prefix: string, at: number): { prefix: [ipaddr.IPv6, number]; at: number } {
  return { prefix: ipaddr.IPv6.parseCIDR(prefix), at };
}
