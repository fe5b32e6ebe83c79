// The addresses that a source's spec itself writes, found while its file is read: a file that leads where
// nobody may be asked is refused before a packet leaves. Names are judged when they are asked.
import { isIP } from 'node:net';
import { z } from 'zod';
import { readServer } from './dns.ts';
import { readHostAndPort } from './host.ts';

/** `path` leads to it inside the spec. `addresses` are more than one where any of them may be meant. */
export type Literal = { path: string[]; addresses: string[]; port: number };

type Place = { path: string[]; host: string; port: number };

const word = z.string().optional().catch(undefined);

/** The fields by which kinds and their `auth` say where they go. */
const leading = z.object({
  url: word,
  host: word,
  port: z.number().optional().catch(undefined),
  target: word,
  server: word,
  auth: z.object({ tokenUrl: word }).optional().catch(undefined),
});

/** `spec` is as its kind read it. */
export function literalsIn(spec: unknown): Literal[] {
  const read = leading.safeParse(spec);
  if (!read.success) return [];
  return placesIn(read.data).flatMap(({ path, host, port }) => {
    const addresses = addressesOf(host);
    return addresses.length === 0 ? [] : [{ path, addresses, port }];
  });
}

function placesIn({ url, host, port, target, server, auth }: z.output<typeof leading>): Place[] {
  return [
    ...placeOf(['url'], url, ofUrl),
    ...placeOf(['auth', 'tokenUrl'], auth?.tokenUrl, ofUrl),
    ...placeOf(['host'], host, (text) => (port === undefined ? null : { host: text, port })),
    ...placeOf(['target'], target, readHostAndPort),
    ...placeOf(['server'], server, ofServer),
  ];
}

function placeOf(
  path: string[],
  text: string | undefined,
  read: (text: string) => Omit<Place, 'path'> | null,
): Place[] {
  const place = text === undefined ? null : read(text);
  return place === null ? [] : [{ path, ...place }];
}

function ofUrl(text: string): Omit<Place, 'path'> | null {
  const url = URL.parse(text);
  if (url === null) return null;
  const usual = ['https:', 'wss:'].includes(url.protocol) ? 443 : 80;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? usual : Number(url.port) };
}

function ofServer(text: string): Omit<Place, 'path'> | null {
  const server = readServer(text);
  return server === null ? null : { host: server.address, port: server.port };
}

/** In the spelling that connections use: `2130706433`, `0x7f.1` and full-width digits are 127.0.0.1. */
function addressesOf(host: string): string[] {
  if (isIP(host) === 6) return [host];
  const name = URL.parse(`http://${host}/`)?.hostname.replace(/\.$/, '') ?? '';
  // Names that are never looked up outside of the machine (RFC 6761, 6.3).
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  return isIP(name) === 0 ? [] : [name];
}
