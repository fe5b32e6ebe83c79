// Which releases of SQLite may write evidence.
import { StoreError } from '../store-error.ts';

/** Releases before it may damage a file whose log begins anew while another reads (trust.md 1.1). */
const oldest = [3, 51, 3];

/** Throws a StoreError where `release`, such as `3.53.4`, is too old. */
export function checkRelease(release: string): void {
  const numbers = release.split('.').map(Number);
  const differing = oldest.findIndex((number, place) => numbers[place] !== number);
  if (differing === -1 || (numbers[differing] ?? 0) > (oldest[differing] ?? 0)) return;
  throw new StoreError(
    'cannot-open',
    `this Node.js comes with SQLite ${release}, which may damage a store; start Upheld with a Node.js that has SQLite ${oldest.join('.')} or newer, such as 26.10`,
  );
}
