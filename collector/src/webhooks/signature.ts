// Signatures of webhooks, compared without telling by the time that it takes where they differ.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secrets.ts';
import type { Refusal } from './webhook.ts';

/** Of a delivery that nobody who has a secret has sent. */
export const unsigned: Refusal = {
  ok: false,
  status: 401,
  words: 'The delivery is not signed with a secret of this source',
};

/** Over all parts, one after the other. */
export function hmac(
  algorithm: 'sha1' | 'sha256',
  key: string | Uint8Array,
  parts: readonly (string | Uint8Array)[],
): Buffer {
  const signing = createHmac(algorithm, key);
  for (const part of parts) signing.update(part);
  return signing.digest();
}

/**
 * Whether one of `secrets` makes what was given. Each is tried, whatever came of those before; digests are compared
 * because they are equally long.
 */
export function isMadeBySome(
  given: readonly string[],
  secrets: readonly Secret[],
  make: (secret: string) => string | null,
): boolean {
  const expected = secrets.flatMap((secret) => make(secret.reveal()) ?? []).map(digestOf);
  const fits = given.map(digestOf).flatMap((one) => expected.map((other) => timingSafeEqual(one, other)));
  return fits.includes(true);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
