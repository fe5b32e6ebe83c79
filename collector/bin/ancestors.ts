// The processes between the person who started Upheld and the launcher: `npx` starts a shell that starts
// pnpm that starts a shell that starts us. A signal to the outer `npx` ends it alone and tells nobody
// below, so the launcher looks whether they are all still there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

type ProcessInfo = { parent: number; command: string };

const packageManager = /(^|\/)(npm|npx|pnpm)(-cli)?(\.[cm]?js)?(\s|$)/;
const shell = /^(\S*\/)?(sh|dash|bash) -c /;

/**
 * The ids whose end means that Upheld was abandoned: the parent, and further up every package manager and
 * the shells between them. What stands above (a terminal, a service manager) may come and go.
 */
export function startersOf(pid: number, read = readProcess): number[] {
  const chain: number[] = [];
  let kept = 1;
  for (let at = read(pid)?.parent ?? 0; at > 1;) {
    const info = read(at);
    if (info === null) break;
    const isManager = packageManager.test(info.command);
    if (!isManager && !shell.test(info.command) && chain.length > 0) break;
    chain.push(at);
    if (isManager) kept = chain.length;
    at = info.parent;
  }
  return chain.slice(0, kept);
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readProcess(pid: number): ProcessInfo | null {
  return process.platform === 'linux' ? readProc(pid) : readPs(pid);
}

function readProc(pid: number): ProcessInfo | null {
  try {
    // `pid (name) state ppid ...`, where the name may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch {
    return null;
  }
}

function readPs(pid: number): ProcessInfo | null {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return parent === undefined || command === undefined ? null : { parent: Number(parent), command };
}
