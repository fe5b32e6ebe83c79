// Whom a TLS connection trusts and how it shows who we are: the `tls` of every kind that can have one.
// Texts in PEM stand outside of agreements and are read when they are needed, like secrets.
import { secretReference } from '@upheld/shared/agreement/fields';
import type { SecretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
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

type Text = { name: keyof TlsMaterial; reference: SecretReference | undefined; label: string; what: string };

/** Looks no deeper than at the armour: what stands inside is found out when a connection is made with it. */
export function readTls({ ca, certificate, key }: TlsTerms, secret: ReadSecret): TlsRead {
  const texts: Text[] = [
    { name: 'ca', reference: ca, label: 'CERTIFICATE', what: 'certificates' },
    { name: 'cert', reference: certificate, label: 'CERTIFICATE', what: 'certificate' },
    { name: 'key', reference: key, label: '((RSA|EC) )?PRIVATE KEY', what: 'private key without passphrase' },
  ];
  const material: TlsMaterial = {};
  for (const { name, reference, label, what } of texts) {
    if (reference === undefined) continue;
    const text = secret(reference)?.reveal() ?? '';
    if (!isPem(text, label)) {
      return { ok: false, words: `${placeOf(reference)} holds no ${what}; put it there as PEM text` };
    }
    material[name] = text;
  }
  return { ok: true, material };
}

function isPem(text: string, label: string): boolean {
  return new RegExp(`^-----BEGIN (${label})-----\\s[^-]+-----END \\1-----\\s*$`, 'm').test(text);
}
