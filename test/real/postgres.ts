// Debian's PostgreSQL in a folder of its own, reached through a socket in it; a database for each that asks.
import { readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Client } from 'pg';
import { eventually, startProgram, type Program } from './program.ts';

const installed = '/usr/lib/postgresql';

export type PostgresServer = {
  /** The server's own process: its pid, and how to end it as no administrator would. */
  program: () => Program;
  /** Makes an empty database and gives its address. */
  makeDatabase(): Promise<{ url: string; remove(): Promise<void> }>;
  /** Starts it again after its program was stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Where Debian puts a program of its newest PostgreSQL. */
export function postgresProgram(name: string): string {
  const [newest = '15'] = versions().toSorted((a, b) => Number(b) - Number(a));
  return join(installed, newest, 'bin', name);
}

/** `settings` are those of postgresql.conf; without any it runs as Debian would run it. */
export async function startPostgres(settings: Record<string, string> = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-pg-'));
  await chmod(folder, 0o755);
  const owner = unprivileged();
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  run([
    ...asOwner(owner),
    postgresProgram('initdb'),
    '-D',
    data,
    '-U',
    'upheld',
    '-A',
    'trust',
    '-E',
    'UTF8',
  ]);
  const urlOf = (database: string) => `postgres:///${database}?host=${folder}&user=upheld`;
  let program = await startIn(folder, data, settings, owner, urlOf('postgres'));
  /** Each drop of a database is a checkpoint, so that they are emptied and used again. */
  const emptied: string[] = [];
  let databases = 0;
  const makeNew = async (): Promise<string> => {
    databases += 1;
    const name = `place_${databases}`;
    await askOnce(urlOf('postgres'), `create database ${name}`);
    return name;
  };
  const empty = async (name: string): Promise<void> => {
    await askOnce(urlOf(name), emptying);
    emptied.push(name);
  };
  return {
    program: () => program,
    async makeDatabase() {
      const name = emptied.pop() ?? (await makeNew());
      return { url: urlOf(name), remove: () => empty(name) };
    },
    async start() {
      program = await startIn(folder, data, settings, owner, urlOf('postgres'));
    },
    async stop() {
      await program.stop('SIGINT');
      await rm(folder, { recursive: true });
    },
  };
}

/** A writer that was killed may still have a session. */
const emptying = `
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  drop schema public cascade;
  create schema public;`;

type Owner = { uid: number; gid: number } | null;

async function startIn(
  folder: string,
  data: string,
  settings: Record<string, string>,
  owner: Owner,
  url: string,
): Promise<Program> {
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...argv] = [
    ...[...asOwner(owner), postgresProgram('postgres')],
    ...['-D', data, '-k', folder, '-c', 'listen_addresses=', ...given],
  ];
  const program = startProgram(command, argv, folder);
  await eventually('PostgreSQL answers', 30_000, async () => {
    await askOnce(url, 'select 1');
    return true;
  });
  return program;
}

async function askOnce(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivileged(): Owner {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(run(['id', flag, 'postgres']));
  return { uid: id('-u'), gid: id('-g') };
}

/** In place of itself, so that a signal reaches the program. */
const asOwner = (owner: Owner): string[] =>
  owner === null ? [] : ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];

function run([command = '', ...argv]: string[]): string {
  const { stdout, stderr, status } = spawnSync(command, argv, { encoding: 'utf8', cwd: '/' });
  if (status === 0) return stdout.trim();
  throw new Error(`${command} ended with ${status}: ${stderr.slice(0, 500)}`);
}

function versions(): string[] {
  try {
    return readdirSync(installed);
  } catch {
    return [];
  }
}
