// A network of its own on this machine (network_namespaces(7)): a collector in it is cut off when the test says
// so. Made as root, or as anybody where the kernel lets users have namespaces.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Namespace = {
  pid: number;
  /** A command as it has to be started to run in there. */
  entering(command: string, argv: string[]): [command: string, argv: string[]];
  /** Runs a command in there to its end; throws what it printed unless that is a good one. */
  run(command: string, ...argv: string[]): void;
  /** Ends the namespace, once whatever was started in it has ended. */
  remove(): Promise<void>;
};

/** Debian keeps `ip` in sbin, which a user's PATH lacks. */
const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

const kinds = ['--net', '--mount'];
const asUser = ['--user', '--map-root-user'];
const works = (flags: string[]) => spawnSync('unshare', [...flags, 'true'], { env }).status === 0;

/** What namespaces take here: nothing more, one of users, or null where they are not permitted. */
const permission = works(kinds) ? [] : works([...asUser, ...kinds]) ? asUser : null;

export const namespacesPermitted = permission !== null;

/**
 * Opens a namespace in which only loopback is up; `within` is one that it shall be connected to. Names are
 * looked up at port 53 of `nameServer`, which is nobody's unless given.
 */
export async function openNamespace(
  options: { within?: Namespace; nameServer?: string } = {},
): Promise<Namespace> {
  const { within, nameServer = '127.0.0.1' } = options;
  const folder = await mkdtemp(join(tmpdir(), 'upheld-namespace-'));
  await writeFile(join(folder, 'resolv.conf'), `nameserver ${nameServer}\noptions timeout:1 attempts:1\n`);
  await writeFile(join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
  const unshare = [...(within === undefined ? (permission ?? []) : []), ...kinds];
  const holding: [string, string[]] = ['unshare', [...unshare, 'sh', '-ec', script, 'sh', folder]];
  const holder = spawn(...(within?.entering(...holding) ?? holding), {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { pid } = holder;
  const [ready] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
  if (pid === undefined || !Buffer.isBuffer(ready)) {
    throw new Error(`no namespace: unshare ended with ${ready}`);
  }
  // Users may not change their groups in there.
  const users = permission === asUser ? ['--user', '--preserve-credentials'] : [];
  const entering = (command: string, argv: string[]): [string, string[]] => [
    'nsenter',
    ['--target', String(pid), ...users, ...kinds, '--', command, ...argv],
  ];
  return {
    pid,
    entering,
    run: (command, ...argv) => runToEnd(...entering(command, argv)),
    remove: async () => {
      const ended = once(holder, 'exit');
      holder.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** Ends with its standard input, so that a test that dies leaves no namespace. */
const script = `ip link set lo up
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf
echo ready
exec cat`;

/** A cable between two namespaces: its ends and the addresses there, such as `192.0.2.1/24`. */
export type End = { of: Namespace; link: string; addresses: string[] };

/** `far` has to be opened within the namespace of `near`. */
export function lay(near: End, far: End): void {
  const peer = ['peer', 'name', far.link, 'netns', String(far.of.pid)];
  near.of.run('ip', 'link', 'add', near.link, 'type', 'veth', ...peer);
  for (const { of, link, addresses } of [near, far]) {
    for (const address of addresses) of.run('ip', 'address', 'add', address, 'dev', link);
    of.run('ip', 'link', 'set', link, 'up');
  }
}

function runToEnd(command: string, argv: string[]): void {
  const { status, stderr, error } = spawnSync(command, argv, { env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
}
