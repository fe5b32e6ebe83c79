// The third-party programs that the real tests run, and whether this machine has them.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

export const servers = [
  { command: 'nginx', debianPackage: 'nginx' },
  { command: 'prometheus', debianPackage: 'prometheus' },
] as const;

export type Server = (typeof servers)[number];

export function missingServers(): Server[] {
  return servers.filter(({ command }) => !isInstalled(command));
}

/** Whether a program is on PATH or where Debian puts servers. */
export function isInstalled(command: string): boolean {
  const folders = `${process.env['PATH']}:/usr/sbin:/sbin`.split(':');
  return folders.some((folder) => isExecutable(join(folder, command)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
