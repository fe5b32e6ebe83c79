import { hasSecretInQuery, namesSecret } from '@upheld/shared/agreement/secret-names';
import { describe, expect, it } from 'vitest';

describe('a name that a secret goes by', () => {
  it.each([
    ...['api-key', 'X-Api-Key', 'apikey', 'APIKEY', 'X-ApiKey', 'DD-API-KEY', 'X-Goog-Api-Key'],
    ...['Private-Token', 'X-Auth-Token', 'X-Vault-Token', 'token', 'accessToken', 'access_token', 'id_token'],
    ...['X-Client-Secret', 'clientSecret', 'client_secret', 'secret', 'X-Webhook-Secret'],
    ...['X-Password', 'password', 'passwd', 'pwd', 'X-Amz-Credential', 'X-Amz-Signature', 'signature', 'sig'],
    ...['Ocp-Apim-Subscription-Key', 'x-functions-key', 'X-Access-Key', 'jwt'],
  ])('is %s', (name) => expect(namesSecret(name)).toBe(true));

  it.each([
    ...['accept', 'X-Tenant', 'Idempotency-Key', 'key', 'monkey', 'X-Token-Type', 'secretary', 'design'],
    ...['page_token', 'nextPageToken', 'continuation-token', 'X-CSRF-Token', 'X-Request-Id', 'sort_by', ''],
  ])('is not %j', (name) => expect(namesSecret(name)).toBe(false));
});

describe('the query of a URL', () => {
  it.each([
    'https://a.example/?token=abc',
    'https://a.example?probe=1&api_key=abc',
    'https://a.example/x?%74oken=abc#part',
    'wss://a.example/live?clientSecret=',
    'https://a.example/?sig',
  ])('holds a secret in %s', (url) => expect(hasSecretInQuery(url)).toBe(true));

  it.each([
    'https://a.example/token=abc',
    'https://a.example/?probe=token',
    'https://a.example/?a=b?token=c',
    'https://a.example/#?token=abc',
    'https://a.example/?%=1',
    'https://a.example/',
  ])('holds none in %s', (url) => expect(hasSecretInQuery(url)).toBe(false));
});
