// Names under which requests carry secrets. What stands under them in a file would be a secret written out.

const lastWords = [
  '(?:(?:access|api|app|auth|bearer|client|id|private|refresh|security|session|user)-?)?token',
  '(?:access|account|api|app|auth|client|functions|private|secret|shared|subscription)-?key',
  '(?:(?:api|app|client|shared)-?)?secret',
  'password|passwd|passphrase|pwd|credentials?|signature|sig|jwt',
];

const secretName = new RegExp(`(?:^|-)(?:${lastWords.join('|')})$`);

/** These tell where a list goes on, or ask for such a token: nobody is let in by them. */
const harmless = /(?:^|-)(?:continuation|csrf|next|page|sync|xsrf)-?token$/;

/**
 * Whether a header or a parameter of this name carries a secret. A bare `key` does not: it names what is looked
 * up as often as who asks.
 * @example namesSecret('X-Api-Key') // true, and so are access_token, clientSecret and sig
 */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-');
  return secretName.test(words) && !harmless.test(words);
}

/** Whether the query of a URL carries a secret, however the names in it are encoded. */
export function hasSecretInQuery(url: string): boolean {
  const query = /^[^?#]*\?([^#]*)/.exec(url)?.[1] ?? '';
  return query.split('&').some((pair) => namesSecret(decoded(pair.replace(/=.*$/s, ''))));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
