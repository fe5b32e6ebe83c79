// What the tests use of oidc-provider, which brings no types.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  type Token = { scope?: string; clientId?: string; isExpired: boolean; destroy(): Promise<void> };

  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
    readonly ClientCredentials: { find(token: string): Promise<Token | undefined> };
  }
}
