// A server may send our own secret back, in the hope that we keep it where others read.

/** Headers of which words of the partner's choice are kept as evidence (seen.ts). */
const kept = ['server-timing'];

/** `headers` of a response without those that are kept and hold what was `sent` to show who asks. */
export function withoutEcho(
  headers: Record<string, string>,
  sent: Record<string, string>,
): Record<string, string> {
  const secrets = Object.values(sent).flatMap(secretsIn);
  const isEcho = (value: string) => secrets.some((secret) => value.includes(secret));
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !(kept.includes(name) && isEcho(value))),
  );
}

/** What follows the word before it, if there is one; the password too where it is sent in base64. */
function secretsIn(value: string): string[] {
  const secret = value.replace(/^.* /, '');
  if (!value.startsWith('Basic ')) return [secret];
  return [
    secret,
    Buffer.from(secret, 'base64')
      .toString()
      .replace(/^[^:]*:/, ''),
  ];
}
