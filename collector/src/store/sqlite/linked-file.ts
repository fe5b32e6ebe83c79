// Which file a path names where links lead to it. The lock, the log and the socket stand beside the file itself: under
// each of two names a process would find its own lock free, and two would write.
import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** So many links in a row a system follows. */
const mostLinks = 40;

/** The same path where it is no link, and where nobody can tell; a link may name a file that is yet to be made. */
export function linkedFile(path: string): string {
  let file = path;
  for (let links = 0; links < mostLinks; links += 1) {
    const next = linkedTo(file);
    if (next === null) break;
    file = next;
  }
  return file;
}

function linkedTo(file: string): string | null {
  try {
    return resolve(realpathSync(dirname(file)), readlinkSync(file));
  } catch {
    return null;
  }
}
