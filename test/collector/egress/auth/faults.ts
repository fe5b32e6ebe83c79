// What the schema of `auth` says to a mapping that somebody wrote.
import { authorization } from '@upheld/collector/egress/authorization';

/** `path: message` of every fault; empty where there is none. */
export function faultsOf(auth: unknown): string[] {
  const read = authorization.safeParse(auth);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
