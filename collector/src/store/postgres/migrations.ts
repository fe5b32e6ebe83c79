// Brings a database's tables up to this release (migrations/steps.ts), and refuses one that a newer release wrote.
// Collectors that start together make them once: each waits for the lock of the one before it.
import type { Client } from 'pg';
import { inPostgres } from '../migrations/in-postgres.ts';
import { steps } from '../migrations/steps.ts';
import { StoreError } from '../store-error.ts';

/** Any number that no other program locks by; it stands in the files of the other engine too ("Uphd"). */
const lockNumber = 0x55706864;

/** `name` stands for the database in errors. Making the tables may take as long as it takes. */
export async function migrate(client: Client, name: string): Promise<void> {
  if ((await versionOf(client, name)) === steps.length) return;
  await client.query('begin');
  try {
    await client.query(`set local statement_timeout = 0; select pg_advisory_xact_lock(${lockNumber})`);
    const version = await versionOf(client, name);
    for (const step of steps.slice(version)) await client.query(inPostgres(step));
    await client.query(
      `${version === 0 ? versionTable : ''} update upheld_schema set version = ${steps.length}`,
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Throws a `StoreError` unless the tables are of this release. */
export async function checkCurrent(client: Client, name: string): Promise<void> {
  const version = await versionOf(client, name);
  if (version === steps.length) return;
  if (version === 0) {
    throw new StoreError(
      'cannot-open',
      `${name} holds no store yet; start Upheld once, which makes its tables`,
    );
  }
  throw new StoreError(
    'cannot-open',
    `${name} has tables of an older release (schema ${version}, this release knows ${steps.length}); start \`upheld\` of this release once, which brings them up to date`,
  );
}

/** One row; it also says that the database is ours. */
const versionTable = `
create table upheld_schema (version integer not null);
insert into upheld_schema values (0);`;

async function versionOf(client: Client, name: string): Promise<number> {
  const { isOurs, hasTables } = await look(client);
  if (!isOurs && hasTables) throw foreign(name);
  if (!isOurs) return 0;
  const { rows } = await client.query<{ version: number }>('select version from upheld_schema');
  const version = rows[0]?.version ?? 0;
  if (version > steps.length) throw newer(name, version);
  return version;
}

/**
 * In the schema that our tables would be made in; what an extension brought is no program's. One statement, because
 * another process may be making them at this moment.
 */
async function look(client: Client): Promise<{ isOurs: boolean; hasTables: boolean }> {
  const { rows } = await client.query<{ isOurs: boolean; hasTables: boolean }>(
    `select to_regclass('upheld_schema') is not null as "isOurs", exists (
       select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
       and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
     ) as "hasTables"`,
  );
  return rows[0] ?? { isOurs: false, hasTables: false };
}

const foreign = (name: string): StoreError =>
  new StoreError(
    'foreign',
    `${name} is a database of another program; name another one in UPHELD_STORE_URL, such as postgres://upheld@db.example.com/upheld`,
  );

const newer = (name: string, version: number): StoreError =>
  new StoreError(
    'newer-schema',
    `${name} was written by a newer release (schema ${version}, this release knows ${steps.length}); start that release, or name another database in UPHELD_STORE_URL`,
  );
