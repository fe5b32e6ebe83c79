// A token that a token endpoint gives to us as a client (RFC 6749, 4.4).
import { httpUrl, oneOf, secretReference } from '@upheld/shared/agreement/fields';
import { part } from '@upheld/shared/agreement/part';
import { such } from '@upheld/shared/agreement/rule';
import { z } from 'zod';
import { placeOf } from '../../secrets.ts';
import { readTls, tlsTerms, type TlsRead } from '../tls-terms.ts';
import type { TokenRequest } from '../token-endpoint.ts';
import { createTokens } from '../tokens.ts';
import type { TlsMaterial } from '../request.ts';
import type { AuthAsked, AuthKind, AuthParts } from './auth.ts';

const example =
  '{ type: oauth2-client-credentials, tokenUrl: "https://id.example.com/token", clientId: upheld, clientSecret: { env: CLIENT_SECRET } }';
const clientRule = such('a client is up to 500 visible characters of ASCII', 'upheld');
const scopeRule = such(
  'scopes are visible characters of ASCII with single spaces between them',
  'read:health',
);
const audienceRule = such('an audience is up to 500 visible characters of ASCII', 'https://api.example.com');

const terms = part('auth has a type and its fields', example, {
  type: z.literal('oauth2-client-credentials'),
  tokenUrl: httpUrl('https://id.example.com/token'),
  clientId: z.string(clientRule).regex(/^[\x20-\x7e]{1,500}$/, clientRule),
  clientSecret: secretReference,
  /** Its characters are those of RFC 6749, 3.3. */
  scope: z
    .string(scopeRule)
    .regex(/^(?=.{1,1000}$)[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, scopeRule)
    .optional(),
  audience: z
    .string(audienceRule)
    .regex(/^[\x21-\x7e]{1,500}$/, audienceRule)
    .optional(),
  /** Where the client shows its secret: in a header as RFC 6749, 2.3.1 prefers, or in the body. */
  clientAuthentication: oneOf(['basic', 'post']).default('basic'),
  /** Of the token endpoint; where it has none, the source's own holds for an endpoint of the same origin. */
  tls: tlsTerms.optional(),
});

type OauthTerms = z.output<typeof terms>;

/** The `oauth2-client-credentials` kind of authentication. */
export const oauth2ClientCredentials = {
  type: 'oauth2-client-credentials',
  terms,
  requests: 1,
  open: (parts) => {
    const tokens = createTokens(parts);
    return {
      async prove(grant, asked) {
        const { clientSecret } = grant;
        const text = parts.secret(clientSecret)?.reveal() ?? '';
        if (!isText(text)) {
          const words = `${placeOf(clientSecret)} holds no usable client secret; set it to one line of text`;
          return { ok: false, words };
        }
        const tls = tlsOf(grant, asked, parts);
        return tls.ok ? await tokens.prove(tokenRequest(grant, text, tls.material), asked) : tls;
      },
    };
  },
} satisfies AuthKind<OauthTerms>;

function isText(secret: string): boolean {
  return /^[^\p{Cc}\p{Cs}]+$/u.test(secret);
}

/** What the source trusts and shows is meant for its own origin: our certificate is shown to nobody else. */
function tlsOf(
  { tls, tokenUrl }: OauthTerms,
  asked: AuthAsked,
  { secret, clock }: AuthParts,
): TlsRead | { ok: true; material: null } {
  if (tls !== undefined) return readTls(tls, secret, clock.now());
  const isSameOrigin = new URL(tokenUrl).origin === new URL(asked.url).origin;
  return { ok: true, material: isSameOrigin ? asked.tls : null };
}

function tokenRequest(grant: OauthTerms, secret: string, tls: TlsMaterial | null): TokenRequest {
  const { tokenUrl, clientId, scope, audience, clientAuthentication } = grant;
  const isInHeader = clientAuthentication === 'basic';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
    ...(isInHeader ? {} : { client_id: clientId, client_secret: secret }),
  });
  return {
    url: tokenUrl,
    method: 'POST',
    headers: {
      ...{ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      ...(isInHeader ? { authorization: clientHeader(clientId, secret) } : {}),
    },
    body: form.toString(),
    ...(tls === null ? {} : { tls }),
  };
}

/** Both are encoded as in a form before they are joined (RFC 6749, 2.3.1). */
function clientHeader(clientId: string, secret: string): string {
  return `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64')}`;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length);
}
