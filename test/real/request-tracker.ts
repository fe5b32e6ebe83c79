// Debian's Request Tracker on loopback, as whoever runs the tests: its configuration, its database and the mail
// that it would send are in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { eventually, freePort, startProgram } from './program.ts';

const server = '/usr/share/request-tracker5/libexec/rt-server';
const seed = fileURLToPath(new URL('request-tracker-seed.pl', import.meta.url));

export type Person = 'supplier' | 'reporter' | 'bot' | 'reader';

export type RequestTracker = {
  url: string;
  port: number;
  tokens: Record<Person, string>;
  /** Asks as `person`, below `/REST/2.0/`. */
  ask(person: Person, method: string, path: string, body?: object): Promise<unknown>;
  /** Brings a mail in, as the mail server of the desk does. */
  mail(lines: string[]): void;
  /** Changes the database beneath the running server. */
  alter(sql: string): void;
  stop(): Promise<void>;
};

export async function startRequestTracker(): Promise<RequestTracker> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-request-tracker-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = await configured(folder, port);
  run(environment, ['/usr/sbin/rt-setup-database-5', '--action', 'init', '--skip-create']);
  const tokens = tokensOf(run(environment, ['/usr/bin/perl', seed]));
  const listen = ['--server', 'Starlet', '--host', '127.0.0.1', '--port', String(port), '--max-workers', '2'];
  const program = startProgram('env', [...environment, server, ...listen], folder);
  await eventually('Request Tracker answers', 60_000, async () => (await fetch(url)).ok || null);
  return {
    ...{ url, port, tokens },
    ask: (person, method, path, body) => ask(`${url}/REST/2.0/${path}`, tokens[person], method, body),
    mail: (lines) => {
      const gate = ['/usr/bin/rt-mailgate-5', '--queue', 'Lumen', '--action', 'correspond', '--url', url];
      run([], gate, `${lines.join('\n')}\n`);
    },
    alter: (sql) => alter(join(folder, 'rt.sqlite'), sql),
    stop: async () => {
      await program.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The variables that lead its programs to a configuration in `folder` and to no other. */
async function configured(folder: string, port: number): Promise<string[]> {
  for (const name of ['more', 'mason', 'sessions']) await mkdir(join(folder, name));
  const texts = {
    ...{ rtname: 'upheld.example', Organization: 'upheld.example', Timezone: 'UTC' },
    ...{ WebDomain: '127.0.0.1', WebPort: String(port), WebPath: '', MailCommand: 'testfile' },
    ...{ DatabaseType: 'SQLite', DatabaseName: join(folder, 'rt.sqlite'), LogToSTDERR: 'error' },
    ...{ MasonDataDir: join(folder, 'mason'), MasonSessionDir: join(folder, 'sessions') },
    WebSessionClass: 'Apache::Session::File',
  };
  const lines = Object.entries(texts).map(([name, value]) => `Set($${name}, '${value}');`);
  const rest = ['Set($LogToSyslog, undef);', 'Set(%GnuPG, Enable => 0);', 'Set(%SMIME, Enable => 0);', '1;'];
  const file = join(folder, 'RT_SiteConfig.pm');
  await writeFile(file, [...lines, ...rest, ''].join('\n'));
  return [`RT_SITE_CONFIG=${file}`, `RT_SITE_CONFIG_DIR=${join(folder, 'more')}`, `TMPDIR=${folder}`];
}

function run(environment: string[], argv: string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('env', [...environment, ...argv], { encoding: 'utf8', input });
  if (status === 0) return stdout;
  throw new Error(`${argv[0]}: ${stderr.slice(0, 500)}`);
}

function tokensOf(printed: string): Record<Person, string> {
  const token = (person: Person) => new RegExp(`^${person} (\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  return {
    supplier: token('supplier'),
    reporter: token('reporter'),
    bot: token('bot'),
    reader: token('reader'),
  };
}

async function ask(url: string, token: string, method: string, body?: object): Promise<unknown> {
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers, ...sent });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

function alter(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}
