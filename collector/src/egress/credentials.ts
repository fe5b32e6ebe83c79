// Proves who asks, from the references that a spec holds. Secrets are read when they are needed, so that one
// that was renewed takes effect at once.
import type { AuthAsked, AuthKind, AuthParts, Proof, Prover, Unproved } from './auth/auth.ts';
import { proofBy } from './auth/auth.ts';
import { authKinds } from './auth/registry.ts';
import type { Authorization } from './authorization.ts';
import type { Egress, TlsMaterial } from './request.ts';
import { readTls, type TlsTerms } from './tls-terms.ts';

/** What a request sends to show who asks; or why that cannot be shown, in words that quote no secret. */
export type Identity =
  | {
      ok: true;
      /** By lower-case name. */
      headers: Record<string, string>;
      /** There only where the terms have `tls`. */
      tls?: TlsMaterial;
      /** The partner did not accept it: what was kept of it is not sent there again. */
      refused(): void;
    }
  | Unproved;

/** Whom a proof is for: an `https://` or `http://` address, whatever is spoken there. */
export type CredentialTerms = {
  url: string;
  auth?: Authorization | undefined;
  tls?: TlsTerms | undefined;
};

/**
 * `deadlineMs` covers whatever has to be asked for first, such as a token, through `door`: where none is given,
 * through the one that all of these have in common. Never rejects.
 */
export type Credentials = (
  terms: CredentialTerms,
  deadlineMs: number,
  door?: Pick<Egress, 'request'>,
) => Promise<Identity>;

/** What is kept between requests, such as tokens, is kept for as long as what this gives. */
export function createCredentials({
  egress,
  ...parts
}: AuthParts & { egress: Pick<Egress, 'request'> }): Credentials {
  const kinds: readonly AuthKind[] = authKinds;
  const provers = new Map(kinds.map((kind) => [kind.type, kind.open(parts)]));
  return async ({ url, auth, tls }, deadlineMs, door = egress) => {
    const asked = { url, deadlineMs, egress: door };
    if (tls === undefined) return await prove(auth, { ...asked, tls: null }, provers);
    const read = readTls(tls, parts.secret, parts.clock.now());
    if (!read.ok) return read;
    const proof = await prove(auth, { ...asked, tls: read.material }, provers);
    return proof.ok ? { ...proof, tls: read.material } : proof;
  };
}

async function prove(
  auth: Authorization | undefined,
  asked: AuthAsked,
  provers: Map<string, Prover>,
): Promise<Proof> {
  if (auth === undefined) return proofBy({});
  const prover = provers.get(auth.type);
  return prover === undefined
    ? { ok: false, words: 'there is no such auth' }
    : await prover.prove(auth, asked);
}
