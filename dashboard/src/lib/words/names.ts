// Names from agreement files, readable: identifiers are lower case with hyphens, pages are prose.

// Words that an identifier has in lower case and English has not.
const acronyms = new Map([
  ['api', 'API'],
  ['crm', 'CRM'],
  ['graphql', 'GraphQL'],
  ['http', 'HTTP'],
  ['sla', 'SLA'],
  ['sso', 'SSO'],
]);

/** `api-latency` -> `API latency`. */
export function readable(identifier: string): string {
  const words = identifier.split('-').map((word) => acronyms.get(word) ?? word);
  const text = words.join(' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The same inside a sentence: `uptime`, `API latency`. */
export function midSentence(identifier: string): string {
  const text = readable(identifier);
  const [first = ''] = text.split(' ');
  return first === first.toUpperCase() ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`; beyond `limit` the rest is counted: `a, b and 4 more`. */
export function joined(items: string[], limit = 3): string {
  const shown = items.length > limit ? items.slice(0, limit - 1) : items;
  const rest = items.length - shown.length;
  const list = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = list.at(-1) ?? '';
  return list.length < 2 ? last : `${list.slice(0, -1).join(', ')} and ${last}`;
}

/** The first letter in upper case, as a sentence begins. */
export function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
