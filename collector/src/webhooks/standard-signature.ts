// How Standard Webhooks (standardwebhooks.com) are signed: HMAC-SHA256 over id, instant and body, with dots between.
import { staleness } from './freshness.ts';
import { hmac, isMadeBySome, unsigned } from './signature.ts';
import type { Delivery, Proof, Refusal } from './webhook.ts';

/** More than a sender signs with while it changes its secret. */
const mostSignatures = 8;

/** The id of a delivery that is signed and fresh, or why it is refused. */
export function verifyStandard(
  { headers, body }: Delivery,
  { secrets, now }: Omit<Proof, 'terms'>,
): { ok: true; id: string } | Refusal {
  const id = headers.get('webhook-id') ?? '';
  const sentAt = headers.get('webhook-timestamp') ?? '';
  const given = (headers.get('webhook-signature') ?? '').split(' ').slice(0, mostSignatures);
  const make = (secret: string) => {
    const key = keyOf(secret);
    return key && `v1,${hmac('sha256', key, [`${id}.${sentAt}.`, body]).toString('base64')}`;
  };
  const isWhole = id !== '' && /^\d{1,12}$/.test(sentAt);
  if (!isWhole || !isMadeBySome(given, secrets, make)) return unsigned;
  return staleness(Number(sentAt) * 1000, now) ?? { ok: true, id };
}

/** Written as base64, after `whsec_` as a rule; null for what is no such secret. */
export function keyOf(secret: string): Buffer | null {
  const text = secret.replace(/^whsec_/, '');
  const key = Buffer.from(text, 'base64');
  const isBase64 = key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
  return isBase64 && key.length > 0 ? key : null;
}
