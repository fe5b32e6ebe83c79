import { describe, expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { credentialsOf } from './secrets.ts';

const auth = { type: 'bearer', token: { env: 'TOKEN' } } as const;

describe('a bearer token', () => {
  it('stands in the header of RFC 6750', async () => {
    const identity = await credentialsOf({ TOKEN: 'mF_9.B5f-4.1JqM' })({ auth }, 1_000);
    expect(identity).toMatchObject({ ok: true, headers: { authorization: 'Bearer mF_9.B5f-4.1JqM' } });
  });

  it.each([{}, { TOKEN: 'two\nlines' }, { TOKEN: 'two words' }, { TOKEN: 'ümlaut' }])(
    'that no header can carry is not sent: %j',
    async (environment: Record<string, string>) => {
      expect(await credentialsOf(environment)({ auth }, 1_000)).toEqual({
        ok: false,
        words:
          'the environment variable TOKEN holds no usable token; set it to one line of visible ASCII characters',
      });
    },
  );

  it('names the file that it was looked for in', async () => {
    const lost = { auth: { type: 'bearer', token: { file: 'lost' } } } as const;
    expect(await credentialsOf({})(lost, 1_000)).toMatchObject({
      words: 'the file lost holds no usable token; set it to one line of visible ASCII characters',
    });
  });

  it('is a reference', () => {
    expect(faultsOf(auth)).toEqual([]);
    expect(faultsOf({ type: 'bearer', token: 'literal' })).toEqual([
      'token: a secret is a reference, never a value, such as { env: TOKEN }',
    ]);
  });
});
