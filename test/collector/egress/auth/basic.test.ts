import { describe, expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { credentialsOf } from './secrets.ts';

const auth = { type: 'basic', username: 'Aladdin', password: { env: 'PASSWORD' } } as const;

describe('a user name with a password', () => {
  // Both pairs are those of RFC 7617: section 2 and section 2.1.
  it.each([
    ['Aladdin', 'open sesame', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['test', '123£', 'dGVzdDoxMjPCow=='],
  ])('%s:%s is sent as RFC 7617 shows it', async (username, password, encoded) => {
    const identity = await credentialsOf({ PASSWORD: password })({ auth: { ...auth, username } }, 1_000);
    expect(identity).toMatchObject({ ok: true, headers: { authorization: `Basic ${encoded}` } });
  });

  it('is the same whichever way its characters are written', async () => {
    const composed = await credentialsOf({ PASSWORD: '\u00fc' })({ auth }, 1_000);
    const combined = await credentialsOf({ PASSWORD: 'u\u0308' })({ auth }, 1_000);
    expect(composed).toMatchObject({ headers: { authorization: 'Basic QWxhZGRpbjrDvA==' } });
    expect(combined).toMatchObject({ headers: { authorization: 'Basic QWxhZGRpbjrDvA==' } });
  });

  it.each([{}, { PASSWORD: 'two\nlines' }, { PASSWORD: 'nul\0' }])(
    'is not sent where the password is none: %j',
    async (environment: Record<string, string>) => {
      expect(await credentialsOf(environment)({ auth }, 1_000)).toEqual({
        ok: false,
        words: 'the environment variable PASSWORD holds no usable password; set it to one line of text',
      });
    },
  );

  it.each(['', 'a:b', 'two\nlines', undefined])('has no name such as %j', (username) => {
    expect(faultsOf({ ...auth, username })).toEqual([
      'username: a user name is one line of up to 200 characters without a colon, such as upheld',
    ]);
  });

  it('keeps the password in a reference', () => {
    expect(faultsOf({ ...auth, password: 'literal' })).toEqual([
      'password: a secret is a reference, never a value, such as { env: TOKEN }',
    ]);
  });
});
