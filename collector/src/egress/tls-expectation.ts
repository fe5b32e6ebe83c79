// What a TLS connection has to be like: `expect.tls` of every kind that can have one.
import { elapsedUnits } from '@upheld/shared/agreement/durations';
import { duration, oneOf } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { milliseconds } from '@upheld/shared/time/duration';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import type { EgressResponse } from './request.ts';

export const tlsExpectation = part('tls has minVersion or expiresAfter', '{ expiresAfter: 14d }', {
  minVersion: oneOf(['TLSv1.2', 'TLSv1.3']).optional(),
  /** How long the partner's certificate must still be valid. */
  expiresAfter: duration(elapsedUnits, '14d').optional(),
});

type TlsExpectation = z.output<typeof tlsExpectation>;

/** What is wrong with `tls`, null being no TLS at all; null where it is as expected. */
export function faultOfTls(
  { minVersion, expiresAfter }: TlsExpectation,
  tls: EgressResponse['tls'],
  now: Instant,
): string | null {
  // Versions compare as text: TLSv1.2 < TLSv1.3.
  if (minVersion !== undefined && (tls === null || tls.version < minVersion)) {
    return `got ${tls?.version ?? 'no TLS'}; expected ${minVersion} or newer`;
  }
  if (expiresAfter === undefined) return null;
  if (tls !== null && tls.expiresAt - now >= milliseconds(expiresAfter)) return null;
  const end = tls === null ? 'there is no certificate' : `the certificate ends ${isoDate(tls.expiresAt)}`;
  return `${end}; expected it to be valid for another ${expiresAfter}`;
}

function isoDate(instant: Instant): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString().slice(0, 10) : 'at an unreadable date';
}
