// A token that whoever holds it may use (RFC 6750).
import { secretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { z } from 'zod';
import { placeOf } from '../../secrets.ts';
import { proofBy, type AuthKind } from './auth.ts';

const terms = part('auth has a type and its fields', '{ type: bearer, token: { env: TOKEN } }', {
  type: z.literal('bearer'),
  token: secretReference,
});

type BearerTerms = z.output<typeof terms>;

/** The `bearer` kind of authentication. */
export const bearer = {
  type: 'bearer',
  terms,
  requests: 0,
  open: ({ secret }) => ({
    async prove({ token }) {
      const text = secret(token)?.reveal() ?? '';
      if (/^[\x21-\x7e]+$/.test(text)) return proofBy({ authorization: `Bearer ${text}` });
      const words = `${placeOf(token)} holds no usable token; set it to one line of visible ASCII characters`;
      return { ok: false, words };
    },
  }),
} satisfies AuthKind<BearerTerms>;
