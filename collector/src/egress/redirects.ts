// Where redirects lead, when a file asks to follow them. Each hop is decided here from what was asked before;
// the address that it leads to is checked when the connection is made, as every address.
import { EgressError } from './request.ts';
import type { TlsMaterial } from './request.ts';

/** One request of a chain. */
export type Hop = {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  tls: TlsMaterial;
};

/** Gives what to ask next; null where the response is the answer. */
export type Follow = (status: number, location: string | null) => Hop | null;

/** No file may ask for more. */
const mostHops = 3;

const redirects = [301, 302, 303, 307, 308];

/** Where services listen; further ports are those that the owner of the file named. */
const ports = ['', '80', '443', '8080', '8443'];

/** Whatever else a file sends may be a key: it goes to the origin that the file names and to no other. */
const harmless = ['accept', 'accept-language', 'cache-control', 'content-type'];

/**
 * Follows up to `most` redirects of `first`. A hop that must not be made throws an `EgressError` of code
 * REDIRECT, which quotes nothing of where it led.
 */
export function followFrom(first: Hop, most: number): Follow {
  const asked = new Set([labelOf(first)]);
  const allowed = Math.min(most, mostHops);
  let hop = first;
  return (status, location) => {
    if (allowed === 0 || location === null || !redirects.includes(status)) return null;
    if (asked.size > allowed) throw refused(`there are more than ${allowed} redirects`);
    hop = nextHop(hop, status, checked(location, hop.url, first.url));
    if (asked.has(labelOf(hop))) throw refused('redirects lead in a circle');
    asked.add(labelOf(hop));
    return hop;
  };
}

/** As browsers do it (Fetch standard, HTTP-redirect fetch), with less that goes to another origin. */
function nextHop({ url: from, method, headers, body, tls }: Hop, status: number, url: URL): Hop {
  const becomesGet = status === 303 ? !['GET', 'HEAD'].includes(method) : status < 303 && method === 'POST';
  const hop = becomesGet
    ? { url, method: 'GET', headers: withoutContent(headers), body: null, tls }
    : { url, method, headers, body, tls };
  if (url.origin === from.origin) return hop;
  const { ca } = tls;
  return { ...hop, headers: harmlessOf(hop.headers), tls: ca === undefined ? {} : { ca } };
}

function checked(location: string, from: URL, first: URL): URL {
  const url = URL.parse(location, from.href);
  if (url === null) throw refused('a redirect leads to no URL');
  if (!['http:', 'https:'].includes(url.protocol)) throw refused('a redirect leads away from HTTP');
  if (url.username !== '' || url.password !== '') throw refused('a redirect holds a user name or password');
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw refused('a redirect leads from https to http');
  }
  if (![...ports, first.port].includes(url.port)) {
    throw refused('a redirect leads to a port other than 80, 443, 8080, 8443 and that of the first URL');
  }
  url.hash = '';
  return url;
}

function harmlessOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => harmless.includes(name.toLowerCase())),
  );
}

function withoutContent(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)));
}

function labelOf({ method, url }: Hop): string {
  return `${method} ${url.href}`;
}

function refused(words: string): EgressError {
  return new EgressError('REDIRECT', words);
}
