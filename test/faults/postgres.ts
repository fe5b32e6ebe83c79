// Debian's PostgreSQL for faults: a server of its own with an empty database, and how it is ended as no
// administrator would.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { startPostgres, type PostgresServer } from '../real/postgres.ts';
import { isMissing } from '../real/servers.ts';

export const missingPostgres = (): string | null =>
  isMissing('postgresql') ? "no PostgreSQL (Debian's package postgresql)" : null;

export type Database = {
  server: PostgresServer;
  url: string;
  /** The rows of a query, which a connection of its own asks. */
  ask(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
};

/** `settings` are those of postgresql.conf. */
export async function onPostgres<Result>(
  work: (database: Database) => Promise<Result>,
  settings: Record<string, string> = {},
): Promise<Result> {
  const server = await startPostgres(settings);
  try {
    const { url } = await server.makeDatabase();
    return await work({ server, url, ask: (sql, values) => ask(url, sql, values) });
  } finally {
    await server.stop();
  }
}

async function ask(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** SIGKILL of the server and all that it started: nothing is flushed and nobody is told. It can be started again. */
export async function cutPower(server: PostgresServer): Promise<void> {
  const { pid, stop } = server.program();
  // Held first, so that it starts nothing while its children are counted.
  process.kill(pid, 'SIGSTOP');
  const children = childrenOf(pid);
  const ended = stop('SIGKILL');
  for (const child of children) kill(child);
  await ended;
  while (children.some(isRunning)) await wait(10);
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** One that ended and that nobody has asked for (Z) holds no memory any more. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
