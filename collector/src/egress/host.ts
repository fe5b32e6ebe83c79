// Where a connection goes: the hosts and ports that specs name without a URL.
import { wholeNumber } from '@upheld/shared/agreement/fields';
import { such } from '@upheld/shared/agreement/rule';
import { isIP } from 'node:net';
import { z } from 'zod';

/** A name of the DNS, up to 253 characters; other alphabets in their `xn--` form. */
export function dnsName(example: string) {
  const rule = such('a name has letters, digits, hyphens and underscores between its dots', example);
  return z.string(rule).refine(isName, rule);
}

/** A name or an address; which addresses may be reached is decided when they are. */
export function host(example: string) {
  const rule = such('a host is a name or an address, without a port', example);
  return z.string(rule).refine((text) => isAddress(text) || isName(text), { error: rule, abort: true });
}

/** A TCP port. */
export function port(example: number) {
  return wholeNumber('a port', { min: 1, max: 65_535 }, example);
}

/** `host:port`, an IPv6 address in brackets. */
export function hostAndPort(example: string) {
  const rule = such('a target is a host and a port', example);
  return z.string(rule).refine((text) => readHostAndPort(text) !== null, { error: rule, abort: true });
}

/** The parts of `host:port`; null where they are not there. */
export function readHostAndPort(text: string): { host: string; port: number } | null {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const read = { host: bracketed ?? plain ?? '', port: Number(digits) };
  const isHost = bracketed === undefined ? isName(read.host) : isIP(bracketed) === 6 && isAddress(bracketed);
  return isHost && read.port >= 1 && read.port <= 65_535 ? read : null;
}

/** A zone after an address of IPv6 is an interface of our own machine: no partner has one. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

function isName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  return text.length <= 253 && labels.every((label) => /^\w([\w-]{0,61}\w)?$/.test(label));
}
