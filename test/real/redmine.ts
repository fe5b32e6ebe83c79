// Debian's Redmine on loopback, with a database of its own: a copy of the empty one that the package made.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { eventually, freePort, startProgram } from './program.ts';

const application = '/usr/share/redmine';
const empty = '/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default';
const seed = fileURLToPath(new URL('redmine-seed.rb', import.meta.url));

export type Person = { id: number; key: string };
export type Redmine = {
  url: string;
  port: number;
  people: Record<'supplier' | 'reporter' | 'bot' | 'reader', Person>;
  /** The id of a custom field for a text. */
  words: number;
  /** Asks as `person`; what is to be done is a body. */
  ask(person: Person, method: string, path: string, body?: object): Promise<unknown>;
  /** Changes the database beneath the running server. */
  alter(sql: string): void;
  /** Gives journal number `n` of an issue, its opening for 0, the instant `at`; the last one is its update. */
  backDate(issue: number, at: number[]): void;
  stop(): Promise<void>;
};

/** Its database is for root and the server's own user, as Debian has it. */
export function mayRunRedmine(): boolean {
  try {
    accessSync(empty, constants.R_OK);
    accessSync(`${application}/config/database.yml`, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

export async function startRedmine(): Promise<Redmine> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-redmine-'));
  const database = join(folder, 'redmine.sqlite3');
  await copyFile(empty, database);
  const environment = [
    'RAILS_ENV=production',
    'REDMINE_INSTANCE=default',
    `DATABASE_URL=sqlite3:${database}`,
  ];
  const { people, words } = seeded(environment);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = ['puma', '-b', `tcp://127.0.0.1:${port}`, '-t', '1:4', '-w', '0', 'config.ru'];
  const program = startProgram('env', ['-C', application, ...environment, ...server], folder);
  await eventually('Redmine answers', 60_000, async () => (await fetch(url)).ok || null);
  return {
    ...{ url, port, people, words },
    ask: (person, method, path, body) => ask(url + path, person, method, body),
    alter: (sql) => alter(database, sql),
    backDate: (issue, at) => backDate(database, issue, at),
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function seeded(environment: string[]): Pick<Redmine, 'people' | 'words'> {
  const argv = ['-C', application, ...environment, 'bin/rails', 'runner', seed];
  const { stdout, stderr, status } = spawnSync('env', argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Redmine could not be seeded: ${stderr.slice(0, 500)}`);
  const person = (login: string): Person => {
    const [, id, key = ''] = new RegExp(`^${login} (\\d+) (\\w+)$`, 'm').exec(stdout) ?? [];
    return { id: Number(id), key };
  };
  const people = {
    supplier: person('supplier'),
    reporter: person('reporter'),
    bot: person('bot'),
    reader: person('reader'),
  };
  return { people, words: person('field').id };
}

async function ask(url: string, { key }: Person, method: string, body?: object): Promise<unknown> {
  const headers = { 'x-redmine-api-key': key, 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return text === '' ? null : JSON.parse(text);
}

function alter(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}

function backDate(file: string, issue: number, at: number[]): void {
  const written = at.map((ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '000'));
  const database = new DatabaseSync(file);
  const journals = database
    .prepare("SELECT id FROM journals WHERE journalized_type = 'Issue' AND journalized_id = ? ORDER BY id")
    .all(issue);
  if (journals.length !== at.length - 1) throw new Error(`issue ${issue} has ${journals.length} journals`);
  for (const [index, { id }] of journals.entries()) {
    database
      .prepare('UPDATE journals SET created_on = ? WHERE id = ?')
      .run(written[index + 1] ?? '', id ?? 0);
  }
  database
    .prepare('UPDATE issues SET created_on = ?, updated_on = ? WHERE id = ?')
    .run(written[0] ?? '', written.at(-1) ?? '', issue);
  database.close();
}
