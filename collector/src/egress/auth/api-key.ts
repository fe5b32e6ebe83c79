// A key in a header of the partner's choice.
import { secretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { z } from 'zod';
import { placeOf } from '../../secrets.ts';
import { secretHeader } from '../headers.ts';
import { proofBy, type AuthKind } from './auth.ts';

const example = '{ type: api-key, header: X-Api-Key, key: { env: API_KEY } }';

const terms = part('auth has a type and its fields', example, {
  type: z.literal('api-key'),
  header: secretHeader,
  key: secretReference,
});

type ApiKeyTerms = z.output<typeof terms>;

/** The `api-key` kind of authentication. */
export const apiKey = {
  type: 'api-key',
  terms,
  requests: 0,
  open: ({ secret }) => ({
    async prove({ header, key }) {
      const text = secret(key)?.reveal() ?? '';
      if (isOneLine(text)) return proofBy({ [header.toLowerCase()]: text });
      const words = `${placeOf(key)} holds no usable key; set it to one line of visible ASCII characters`;
      return { ok: false, words };
    },
  }),
} satisfies AuthKind<ApiKeyTerms>;

/** Spaces stand inside of it, as in `Key abc`, and not at its ends, where HTTP drops them. */
function isOneLine(text: string): boolean {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}
