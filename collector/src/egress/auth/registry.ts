// Which kinds of authentication there are, by the `type` that agreements name them with.
import { apiKey } from './api-key.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { oauth2ClientCredentials } from './oauth2-client-credentials.ts';

/** Each is an `AuthKind`; their own types stay, so that the schema of `auth` knows the fields of each. */
export const authKinds = [apiKey, basic, bearer, oauth2ClientCredentials] as const;
