// How a faulty value is shown: short, on one line, and never a secret.
import { secretRule } from './fields.ts';

/** A key path into a document. */
export type Path = (string | number)[];

const secretKey = /secret|token|password|passphrase|credential|authorization|cookie|apikey|api-key|^auth$/i;

/**
 * The value as a report shows it: amounts bare, text in quotes, containers by their name, `[secret]` in
 * every field that could hold one.
 */
export function shown(value: unknown, path: Path, rule: string): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return shownList(value.length);
  if (typeof value === 'object') return 'a mapping';
  if (rule === secretRule || holdsSecret(path)) return '[secret]';
  return typeof value === 'string' ? shownText(value) : String(value);
}

function shownList(length: number): string {
  return length === 0 ? 'an empty list' : `a list of ${length}`;
}

/** A key as a report shows it. */
export function shownKey(key: string): string {
  return quoted(key);
}

/** Names of kinds stand beside secrets and are none. */
function holdsSecret(path: Path): boolean {
  if (path.at(-1) === 'type') return false;
  return path.some((key) => typeof key === 'string' && secretKey.test(key));
}

function shownText(text: string): string {
  const plain = withoutUrlSecrets(text);
  return /^[-+]?\d[\w.,:%+-]*$/.test(plain) && plain.length <= 60 ? plain : quoted(plain);
}

/** User names, passwords, queries and fragments of URLs. */
function withoutUrlSecrets(text: string): string {
  const anonymous = text.replace(/^([a-z+]+:\/*)?.*:.*@/is, '$1[secret]@');
  return anonymous.includes('://') ? anonymous.replace(/[?#].*$/s, '?[secret]') : anonymous;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
