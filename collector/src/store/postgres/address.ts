// The address of a PostgreSQL database: what is read for certain of it, and how it is named in messages, without who
// opens it and their password.
import { StoreError } from '../store-error.ts';

export const example = 'postgres://upheld@db.example.com/upheld';

/** Throws a `StoreError` (`bad-url`) that does not quote the address, which may hold a password. */
export function postgresName(address: string): string {
  const { protocol, host, pathname, searchParams } = readAddress(address);
  return `${protocol}//${searchParams.get('host') || decodeURIComponent(host)}${pathname}`;
}

/**
 * The address for the client, which checks a certificate's name and authority for `require` and `verify-ca` as it does
 * for `verify-full`, and otherwise warns of that in words of its own.
 */
export function clientAddress(address: string): string {
  const url = readAddress(address);
  if (!['require', 'verify-ca'].includes(url.searchParams.get('sslmode') ?? '')) return address;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}

const parameters = ['host', 'port', 'user', 'password', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

const sslModes = ['disable', 'no-verify', 'require', 'verify-ca', 'verify-full'];

/**
 * Readers of URLs differ in where they take a host to begin that has an unescaped `@`, `/`, `?` or `#` before it, and
 * some mend what is escaped badly. Whatever may be read in two ways is refused: a part of a password would be taken
 * for a host, asked for and printed.
 */
function readAddress(address: string): URL {
  const isReadable = URL.canParse(address);
  const fault = faultIn(address) ?? (isReadable ? faultOf(new URL(address)) : unreadable);
  if (fault === null) return new URL(address);
  throw new StoreError(
    'bad-url',
    `UPHELD_STORE_URL does not say which PostgreSQL database to open: ${fault}; name one, such as ${example}`,
  );
}

/** In words; null where every reader finds the same parts. */
function faultIn(address: string): string | null {
  if (/[\s\p{Cc}]/u.test(address)) return 'it has a space or a line break';
  if (!/^[a-z]+:\/\//.test(address)) return 'no two slashes follow its first colon';
  const [, authority, rest] = /^[a-z]+:\/\/([^/?#]*)([^#]*)$/.exec(address) ?? [];
  if (authority === undefined || rest === undefined) return special;
  if (/@.*@/.test(authority) || rest.includes('@')) return special;
  return isEscapedWell(authority) && isEscapedWell(rest)
    ? null
    : 'a percent sign in it begins no escape of UTF-8; the sign itself is %25';
}

function faultOf({ pathname, port, searchParams }: URL): string | null {
  if (!/^\/[^/]+$/.test(pathname)) return 'it names no database';
  if (!isPort(searchParams.get('port') || port)) return 'a port is from 1 to 65535';
  if (![...searchParams.keys()].every((name) => parameters.includes(name))) {
    return `after its question mark stands something other than ${parameters.join(', ')}`;
  }
  const mode = searchParams.get('sslmode');
  return mode === null || sslModes.includes(mode) ? null : `its sslmode is none of ${sslModes.join(', ')}`;
}

const special =
  'special characters in user, password and names are not escaped, such as @ as %40, / as %2F, ? as %3F and # as %23';

const unreadable = `it names no host, or a port that is none; or ${special}`;

const isPort = (port: string): boolean =>
  port === '' || (/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535);

function isEscapedWell(part: string): boolean {
  try {
    return !decodeURIComponent(part).includes('\0');
  } catch {
    return false;
  }
}
