// A user name and a password (RFC 7617), in UTF-8.
import { secretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { placeOf } from '../../secrets.ts';
import { proofBy, type AuthKind } from './auth.ts';

const example = '{ type: basic, username: upheld, password: { env: PASSWORD } }';
const nameRule = such('a user name is one line of up to 200 characters without a colon', 'upheld');

const terms = part('auth has a type and its fields', example, {
  type: z.literal('basic'),
  username: z.string(nameRule).regex(/^[^\p{Cc}\p{Cs}:]{1,200}$/u, nameRule),
  password: secretReference,
});

type BasicTerms = z.output<typeof terms>;

/** The `basic` kind of authentication. */
export const basic = {
  type: 'basic',
  terms,
  requests: 0,
  open: ({ secret }) => ({
    async prove({ username, password }) {
      const text = secret(password)?.reveal() ?? '';
      if (/^[^\p{Cc}\p{Cs}]+$/u.test(text)) return proofBy({ authorization: basicHeader(username, text) });
      return {
        ok: false,
        words: `${placeOf(password)} holds no usable password; set it to one line of text`,
      };
    },
  }),
} satisfies AuthKind<BasicTerms>;

/** Characters that can be written in two ways are sent in one (NFC), as RFC 7617, 2.1 has it. */
function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`.normalize('NFC'), 'utf8').toString('base64')}`;
}
