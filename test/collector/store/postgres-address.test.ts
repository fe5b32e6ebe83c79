import { clientAddress, postgresName } from '@upheld/collector/store/postgres/address';
import { storeName } from '@upheld/collector/store/registry';
import { describe, expect, it } from 'vitest';

function faultOf(url: string): { code: unknown; message: string } {
  try {
    storeName(url);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`${url} was taken`);
}

const special = 'special characters in user, password and names are not escaped, such as @ as %40';
const escape = 'a percent sign in it begins no escape of UTF-8; the sign itself is %25';
const parameter = 'after its question mark stands something other than host, port, user,';

describe('the address of a PostgreSQL database', () => {
  // Wherever one of these were read in another way, `wilma`, `s3c` or `ret` would be a host, a port or a name.
  it.each([
    ['no slashes', 'postgres:', 'two slashes follow its first colon'],
    ['no slashes before the user', 'postgres:wilma:s3cret@db/facts', 'two slashes'],
    ['one slash', 'postgres:/wilma:s3cret@db', 'two slashes'],
    ['no database', 'postgres://wilma:s3cret@db', 'it names no database'],
    ['a slash for a database', 'postgres://wilma:s3cret@db/', 'it names no database'],
    ['a folder for a database', 'postgres://wilma:s3cret@db/s3c/ret', 'it names no database'],
    ['no host', 'postgres://wilma:s3cret@/facts', 'it names no host'],
    ['no host before a port', 'postgres://wilma:s3cret@:5432/facts', 'it names no host'],
    ['a bracket in its host', 'postgresql://wilma:s3cret@d[b/facts', 'it names no host'],
    ['a word for a port', 'postgresql://wilma:s3cret@db:x/facts', 'or a port that is none'],
    ['a port beyond the last', 'postgres://wilma:s3cret@db:65536/facts', 'or a port that is none'],
    ['a port before the first', 'postgres://wilma:s3cret@db:0/facts', 'a port is from 1 to 65535'],
    ['no number for a port', 'postgres://db/facts?password=s3cret&port=s3c', 'a port is from 1 to 65535'],
    ['@ in the password', 'postgres://wilma:s3c@ret@db/facts', special],
    ['@ in the user', 'postgres://wil@ma:s3cret@db/facts', special],
    ['@ and / in the password', 'postgres://wilma:s3c@ret/w@db/facts', special],
    ['@, / and # in the password', 'postgres://wilma:s3c@ret/w#rd@127.0.0.1:54391/facts', special],
    ['/ in the password', 'postgres://wilma:s3c/ret@db/facts', special],
    ['/ in a password that looks like a port', 'postgres://wilma:12/ret@db', special],
    ['? in the password', 'postgres://wilma:s3c?ret@db/facts', special],
    ['? in a password that looks like a port', 'postgres://wilma:12/facts?ret@db', special],
    ['# in the password', 'postgres://wilma:s3c#ret@db/facts', special],
    ['# after the database', 'postgres://wilma:s3cret@db/facts#ret', special],
    ['@ in a parameter', 'postgres:///facts?user=wilma&password=s3c@ret', special],
    ['a space in the password', 'postgres://wilma:s3c ret@db/facts', 'a space or a line break'],
    ['a line break at its end', 'postgres://wilma:s3cret@db/facts\n', 'a space or a line break'],
    ['a tab in the password', 'postgres://wilma:s3c\tret@db/facts', 'a space or a line break'],
    ['a control character', 'postgres://wilma:s3c\u0001ret@db/facts', 'a space or a line break'],
    ['a bare % in the password', 'postgres://wilma:s3c%ret@db/facts', escape],
    ['a bare % at the end of the password', 'postgres://wilma:s3cret%@db/facts', escape],
    ['an escape that is no UTF-8', 'postgres://wilma:s3c%FFret@db/facts', escape],
    ['an escaped NUL', 'postgres://wilma:s3c%00ret@db/facts', escape],
    ['a bare % in the database', 'postgres://wilma:s3cret@db/f%cts', escape],
    ['a bare % in a parameter', 'postgres:///facts?password=s3c%ret', escape],
    ['a parameter that nobody knows', 'postgres://wilma:s3cret@db/facts?s3c=ret', parameter],
    [
      'settings of the session',
      'postgres://wilma:s3cret@db/facts?options=-csynchronous_commit=off',
      parameter,
    ],
    ['& in a password among them', 'postgres:///facts?user=wilma&password=s3c&ret', parameter],
    [
      'a mode of TLS that falls back',
      'postgres://wilma:s3cret@db/facts?sslmode=prefer',
      'sslmode is none of',
    ],
  ])('is refused with %s, and no part of it is told', (_fault, url, said) => {
    const { code, message } = faultOf(url);
    expect(code).toBe('bad-url');
    expect(message).toContain(said);
    expect(message).toMatch(
      /^UPHELD_STORE_URL does not say .*; name one, such as postgres:\/\/upheld@db\.example\.com\/upheld$/,
    );
    expect(message).not.toMatch(/wil|s3c|ret\b|12/);
  });

  it.each([
    ['postgres://wilma:s3cret@db.example.com/facts', 'postgres://db.example.com/facts'],
    ['postgres://wilma:p%40s%2Fs%3F%23%25@db:6543/facts', 'postgres://db:6543/facts'],
    ['postgres://wilma:a:b@[::1]:6543/facts', 'postgres://[::1]:6543/facts'],
    ['postgres://%2Fvar%2Frun/facts', 'postgres:///var/run/facts'],
    ['postgres:///facts?host=/var/run&user=wilma&password=s3cret', 'postgres:///var/run/facts'],
    ['postgresql:///facts', 'postgresql:///facts'],
  ])('%s is told as %s', (address, name) => {
    expect(postgresName(address)).toBe(name);
    expect(clientAddress(address)).toBe(address);
  });

  it('has the client check certificates in the words that need no warning of its', () => {
    const query = 'sslrootcert=%2Fetc%2Fca.pem';
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      expect(clientAddress(`postgres://wilma:p%40s@db/facts?sslmode=${mode}&${query}`)).toBe(
        `postgres://wilma:p%40s@db/facts?sslmode=verify-full&${query}`,
      );
    }
    const unchecked = 'postgres://db/facts?sslmode=no-verify';
    expect(clientAddress(unchecked)).toBe(unchecked);
  });
});

describe('a store’s URL of another engine', () => {
  it.each([
    ['mysql://wilma:s3cret@db/facts', 'the engine "mysql" is not one of sqlite, postgres, postgresql; '],
    ['wilma:s3cret@db/facts', 'its engine is not one of'],
    ['postgres//wilma:s3cret@db/facts', 'its engine is not one of'],
    ['s3cret', 'its engine is not one of'],
    ['', 'its engine is not one of'],
  ])('%j is refused, and no user or password is told', (url, said) => {
    const { code, message } = faultOf(url);
    expect(code).toBe('unknown-engine');
    expect(message).toContain(said);
    expect(message).not.toMatch(/wilma|s3c/);
  });
});
