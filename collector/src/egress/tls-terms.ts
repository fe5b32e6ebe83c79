// Whom a TLS connection trusts and how it shows who we are: the `tls` of every kind that can have one.
// Texts in PEM stand outside of agreements and are read when they are needed, like secrets.
import { X509Certificate } from 'node:crypto';
import { secretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import type { Instant } from '@upheld/shared/time/instant';
import type { z } from 'zod';
import { placeOf, type ReadSecret } from '../secrets.ts';
import type { TlsMaterial } from './request.ts';

const pairRule = such(
  'certificate and key stand together',
  '{ certificate: { file: client.pem }, key: { file: client.key } }',
);

/** `tls` of a spec: authorities in place of the system's, and the certificate with its key that is ours. */
export const tlsTerms = part(
  'tls has ca, or certificate and key, or all three',
  '{ ca: { file: partner-ca.pem } }',
  {
    ca: secretReference.optional(),
    certificate: secretReference.optional(),
    key: secretReference.optional(),
  },
)
  .refine(({ certificate, key }) => certificate === undefined || key !== undefined, {
    path: ['key'],
    error: pairRule,
  })
  .refine(({ certificate, key }) => key === undefined || certificate !== undefined, {
    path: ['certificate'],
    error: pairRule,
  });

export type TlsTerms = z.output<typeof tlsTerms>;

/** What `terms` lead to; or which place holds nothing usable, in words that quote nothing of it. */
export type TlsRead = { ok: true; material: TlsMaterial } | { ok: false; words: string };

/** What each text is, as armour names it and as people call it. */
const texts = [
  { of: 'ca', name: 'ca', label: 'CERTIFICATE', what: 'certificates' },
  { of: 'certificate', name: 'cert', label: 'CERTIFICATE', what: 'certificate' },
  { of: 'key', name: 'key', label: '(?:(?:RSA|EC) )?PRIVATE KEY', what: 'private key without passphrase' },
] as const;

/** Looks no deeper than at the armour, but for our own certificate's end, which is compared with `now`. */
export function readTls(terms: TlsTerms, secret: ReadSecret, now: Instant): TlsRead {
  const material: TlsMaterial = {};
  for (const { of, name, label, what } of texts) {
    const reference = terms[of];
    if (reference === undefined) continue;
    const text = secret(reference)?.reveal() ?? '';
    const fault = isPem(text, label) ? null : `holds no ${what}; put it there as PEM text`;
    const words = fault ?? (name === 'cert' ? faultOfDates(text, now) : null);
    if (words !== null) return { ok: false, words: `${placeOf(reference)} ${words}` };
    material[name] = text;
  }
  return { ok: true, material };
}

function isPem(text: string, label: string): boolean {
  return new RegExp(`^-----BEGIN (${label})-----\\s[^-]+-----END \\1-----\\s*$`, 'm').test(text);
}

/**
 * A certificate of ours that ended is ours to mend. Some servers answer it with a status of their own, as
 * nginx does with 400, which would count against the partner.
 */
function faultOfDates(pem: string, now: Instant): string | null {
  const certificate = readCertificate(pem);
  if (certificate === null) return null;
  const { validFromDate, validToDate } = certificate;
  if (now > validToDate.getTime()) return `holds a certificate that ended ${dateOf(validToDate)}; renew it`;
  if (now >= validFromDate.getTime()) return null;
  return `holds a certificate that begins ${dateOf(validFromDate)}; use one that is valid`;
}

/** Null where it cannot be read: making the connection tells that. */
function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
