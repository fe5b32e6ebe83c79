// The third-party programs that the real tests run, and whether this machine has them.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

export const servers = [
  { command: 'nginx', debianPackage: 'nginx' },
  { command: 'prometheus', debianPackage: 'prometheus' },
] as const;

export type Server = (typeof servers)[number];

/** The programs that are neither on PATH nor where Debian puts servers. */
export function missingServers(): Server[] {
  const folders = `${process.env['PATH']}:/usr/sbin:/sbin`.split(':');
  return servers.filter(({ command }) => !folders.some((folder) => isExecutable(join(folder, command))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
