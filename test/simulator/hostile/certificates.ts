// Certificates that do not hold: attack 18 of trust.md section 2.6. What signs `good` is an authority that only tests know.
import { readFileSync } from 'node:fs';
import { well } from './endless.ts';
import type { Script } from './server.ts';

const folder = new URL('../../fixtures/tls/', import.meta.url);
const pem = (file: string) => readFileSync(new URL(file, folder), 'utf8');

/** All is well but for the certificate, one of the pairs of test/fixtures/tls. */
export function withCertificate(pair: 'good' | 'expired' | 'wrong-host' | 'self-signed'): Script {
  return { ...well, tls: { cert: pem(`${pair}.pem`), key: pem(`${pair}.key`) } };
}
