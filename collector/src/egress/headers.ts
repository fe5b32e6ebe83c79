// The headers that a spec may add to its requests.
import { such } from '@upheld/shared/agreement/rule';
import { namesSecret } from '@upheld/shared/agreement/secret-names';
import { z } from 'zod';

/** These describe the connection, name another host, or are what egress says of us. */
const reserved = [
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
];

/** These are secrets besides those whose names tell: an agreement holds references only. */
const secret = ['authorization', 'cookie', 'proxy-authorization'];

const rule = such('headers are names with text', '{ accept: application/json }');
const nameRule = such(`a header is a name of HTTP other than ${reserved.join(', ')}`, 'accept');
const authRule = such(
  'a header that carries a secret goes through auth',
  'auth: { type: api-key, header: X-Api-Key, key: { env: API_KEY } }',
);
const valueRule = such('the value of a header is one line of visible characters', 'application/json');

/** A name of HTTP (RFC 9110, section 5.1); `error` is the rule for those who write another. */
export function headerName(error: string) {
  return z.string(error).regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, { error, abort: true });
}

const name = headerName(nameRule)
  .refine((text) => !reserved.includes(text.toLowerCase()), nameRule)
  .refine((text) => !secret.includes(text.toLowerCase()) && !namesSecret(text), authRule);

const secretNameRule = such(`a header is a name of HTTP other than ${reserved.join(', ')}`, 'X-Api-Key');

/** The name of a header whose value is a secret. */
export const secretHeader = headerName(secretNameRule).refine(
  (text) => !reserved.includes(text.toLowerCase()),
  secretNameRule,
);

/** What one line of a header can carry. */
export const headerValue = z.string(valueRule).regex(/^[\x20-\x7e]{0,1000}$/, valueRule);

/** Headers by name. */
export const requestHeaders = z.record(name, headerValue, {
  error: (issue) => {
    if (issue.code === 'invalid_key') return issue.issues[0]?.message;
    return issue.code === 'invalid_type' ? rule : undefined;
  },
});

/** By the one name that a header has in all its spellings, so that none is sent twice. */
export function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
