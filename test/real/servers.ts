// The third-party programs that the real tests run, and whether this machine has them.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { postgresProgram } from './postgres.ts';

export const servers: readonly Server[] = [
  { command: 'nginx', debianPackage: 'nginx' },
  { command: 'ip', debianPackage: 'iproute2' },
  { command: 'openssl', debianPackage: 'openssl' },
  { command: 'prometheus', debianPackage: 'prometheus' },
  // Debian's own Python: one that was put before it on PATH has modules of its own.
  { command: '/usr/bin/python3', module: 'websockets', debianPackage: 'python3-websockets' },
  { command: '/usr/share/redmine/bin/rails', debianPackage: 'redmine' },
  { command: '/usr/share/redmine/bin/rails', debianPackage: 'redmine-sqlite' },
  { command: postgresProgram('postgres'), debianPackage: 'postgresql' },
  { command: 'puma', debianPackage: 'puma' },
  { command: '/usr/share/request-tracker5/libexec/rt-server', debianPackage: 'request-tracker5' },
  { command: 'rt-setup-database-5', debianPackage: 'rt5-db-sqlite' },
  { command: '/usr/share/request-tracker5/libexec/rt-server', debianPackage: 'rt5-standalone' },
  { command: 'sendmail', debianPackage: 'msmtp-mta' },
];

/** `module` is what a Python has to know. */
export type Server = { command: string; module?: string; debianPackage: string };

export function missingServers(): Server[] {
  return servers.filter(({ command, module }) => !isInstalled(command) || !knows(command, module));
}

/** Whether the program of one of Debian's packages is missing. */
export function isMissing(debianPackage: string): boolean {
  return missingServers().some((server) => server.debianPackage === debianPackage);
}

/** Whether a program is on PATH or where Debian puts servers. */
export function isInstalled(command: string): boolean {
  const folders = `${process.env['PATH']}:/usr/sbin:/sbin`.split(':');
  return folders.some((folder) => isExecutable(resolve(folder, command)));
}

function knows(command: string, module: string | undefined): boolean {
  return module === undefined || spawnSync(command, ['-c', `import ${module}`]).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
