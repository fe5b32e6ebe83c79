// Whom a TLS connection trusts and what it shows of us. A context is parsed once for each content, because a
// bundle of authorities takes milliseconds to read and a probe asks every few seconds.
import { createHash, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { EgressError } from './request.ts';
import type { TlsMaterial } from './request.ts';

/** Gives the context for PEM texts. Throws an `EgressError` of code CREDENTIALS where they cannot be used. */
export type SecureContexts = (material: TlsMaterial) => SecureContext;

const certificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Keeps the `kept` contexts that were used last. Without `ca` the system's authorities are trusted. */
export function createSecureContexts(kept = 256): SecureContexts {
  const contexts = new Map<string, SecureContext>();
  return (material) => {
    const key = digest(material);
    const context = contexts.get(key) ?? parse(material);
    contexts.delete(key);
    contexts.set(key, context);
    for (const oldest of contexts.keys()) {
      if (contexts.size <= kept) break;
      contexts.delete(oldest);
    }
    return context;
  };
}

/** A digest, so that no key is kept as text. */
function digest({ ca, cert, key }: TlsMaterial): string {
  return createHash('sha256')
    .update(JSON.stringify([ca ?? null, cert ?? null, key ?? null]))
    .digest('base64');
}

/** What the texts hold is quoted nowhere: the parser's own words are not passed on. */
function parse({ ca, cert, key }: TlsMaterial): SecureContext {
  if (ca !== undefined && !holdsCertificates(ca)) {
    throw unusable('the authorities of tls.ca are not certificates; write each as PEM text');
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw unusable('a client certificate and its key stand together; give both or none');
  }
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    });
  } catch {
    throw unusable(
      'the client certificate and its key cannot be used; write both as PEM text, the key without a passphrase, and take the key of that certificate',
    );
  }
}

/** OpenSSL reads a text without certificates as trust in nobody, which would look like the partner's fault. */
function holdsCertificates(ca: string): boolean {
  const found = ca.match(certificates) ?? [];
  return found.length > 0 && found.every(isCertificate);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function unusable(words: string): EgressError {
  return new EgressError('CREDENTIALS', words);
}
