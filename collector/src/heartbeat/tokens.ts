// The tokens of heartbeat URLs. They are derived, not kept: whoever has the key can say them again, and an
// agreement holds none.
import { createHmac } from 'node:crypto';
import type { SourceKey } from '../store/store.ts';

/** 32 bytes as base64url: the same for the same source for as long as the key stays. */
export function tokenOf({ agreement, source }: SourceKey, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([agreement, source]))
    .digest('base64url');
}

/**
 * What tokens are found by. How long a comparison of digests takes tells nothing about a token, because
 * nobody without the key can choose a digest; and a given text of any kind takes the same way.
 */
export function digestOf(token: string, key: Buffer): string {
  return createHmac('sha256', key).update(`found by ${token}`).digest('base64url');
}
