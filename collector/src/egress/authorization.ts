// How a request proves who asks. Kinds that ask over HTTP take `auth` from here.
import { secretReference } from '@upheld/shared/agreement/fields';
import { kindOf } from '@upheld/shared/agreement/kind-of';
import { part } from '@upheld/shared/agreement/part';
import { z } from 'zod';
import type { ReadSecret } from '../secrets.ts';

const example = '{ type: bearer, token: { env: TOKEN } }';

/** A token that whoever holds it may use (RFC 6750). */
const bearer = part('auth has a type and its fields', example, {
  type: z.literal('bearer'),
  token: secretReference,
});

/** `auth` of a spec: `{ type: bearer, token: { env: NAME } }`. */
export const authorization = kindOf([{ type: 'bearer' }], [bearer]);

export type Authorization = z.output<typeof authorization>;

/** The header to send; null when the secret cannot be read, or holds what no header can carry. */
export function authorizationHeaders(
  auth: Authorization | undefined,
  secret: ReadSecret,
): Record<string, string> | null {
  if (auth === undefined) return {};
  const token = secret(auth.token)?.reveal() ?? '';
  return /^[\x21-\x7e]+$/.test(token) ? { authorization: `Bearer ${token}` } : null;
}

/** Where an unreadable secret was looked for, and what to do. */
export function missingSecret({ token }: Authorization): string {
  const place = 'env' in token ? `the environment variable ${token.env}` : `the file ${token.file}`;
  return `${place} holds no usable token; set it to one line of visible ASCII characters`;
}
