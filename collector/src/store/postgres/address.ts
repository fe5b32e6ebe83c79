// The address of a PostgreSQL database: how it is named in messages, without who opens it and their password.
import { StoreError } from '../store-error.ts';

export const example = 'postgres://upheld@db.example.com/upheld';

/** Throws a `StoreError` (`bad-url`) that does not quote the address, which may hold a password. */
export function postgresName(address: string): string {
  if (!URL.canParse(address)) {
    throw badUrl('it cannot be read; a password has its special characters escaped');
  }
  const { protocol, host, pathname, searchParams } = new URL(address);
  if (!/^\/[^/]+$/.test(pathname)) throw badUrl('it names no database');
  return `${protocol}//${decodeURIComponent(searchParams.get('host') ?? host)}${pathname}`;
}

const badUrl = (fault: string): StoreError =>
  new StoreError(
    'bad-url',
    `UPHELD_STORE_URL does not say which PostgreSQL database to open: ${fault}; name one, such as ${example}`,
  );
