// Secrets stand outside of agreements, in environment variables or files, and are read the moment they are
// needed, so that a rotated one is used by the next request.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import type { SecretReference } from '@upheld/shared/agreement/fields';

/** A value that no log, error, dump or answer shows; `reveal` is called where it goes on the wire. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[secret]';
  }
  toJSON(): string {
    return '[secret]';
  }
  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Reads a reference; null when there is no such variable or readable file, or nothing in it. */
export type ReadSecret = (reference: SecretReference) => Secret | null;

/** Where a reference leads, for people who look for what is missing there. */
export function placeOf(reference: SecretReference): string {
  return 'env' in reference ? `the environment variable ${reference.env}` : `the file ${reference.file}`;
}

const maxBytes = 64 * 1024;

/** `folder` is what relative file names are taken from: the folder of the agreements. */
export function createSecrets(options: {
  environment: Record<string, string | undefined>;
  folder: string;
}): ReadSecret {
  return (reference) => {
    const text =
      'env' in reference
        ? readVariable(reference.env, options.environment)
        : readText(resolve(options.folder, reference.file));
    return text === '' ? null : new Secret(text);
  };
}

/** Only variables that somebody set: a name such as `toString` finds nothing. */
function readVariable(name: string, environment: Record<string, string | undefined>): string {
  return Object.hasOwn(environment, name) ? (environment[name] ?? '') : '';
}

/** Editors and `echo` end a file with a newline that is no part of the secret. */
function readText(path: string): string {
  try {
    const { size } = statSync(path);
    return size > maxBytes ? '' : readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
  } catch {
    return '';
  }
}
