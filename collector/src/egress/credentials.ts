// Proves who asks, from the references that a spec holds. Secrets are read when they are needed, so that one
// that was renewed takes effect at once.
import type { ReadSecret } from '../secrets.ts';
import { authorizationHeaders, missingSecret, type Authorization } from './authorization.ts';

/** What a request sends to show who asks; or why that cannot be shown, in words that quote no secret. */
export type Identity =
  | {
      ok: true;
      headers: Record<string, string>;
      /** The partner did not accept it: what was kept of it is not sent again. */
      refused(): void;
    }
  | { ok: false; words: string };

/** `deadlineMs` covers whatever has to be asked for first, such as a token. Never rejects. */
export type Credentials = (
  terms: { auth?: Authorization | undefined },
  deadlineMs: number,
) => Promise<Identity>;

/** Reads through `secret` for every request. */
export function createCredentials({ secret }: { secret: ReadSecret }): Credentials {
  return async ({ auth }) => {
    const headers = authorizationHeaders(auth, secret);
    if (headers !== null) return { ok: true, headers, refused: () => undefined };
    return { ok: false, words: auth === undefined ? 'there is no auth' : missingSecret(auth) };
  };
}
