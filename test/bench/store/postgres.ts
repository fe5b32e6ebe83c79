// PostgreSQL as a plain program uses it: the pg client, one connection, prepared statements by name.
import { Client } from 'pg';
import type { PostgresServer } from '../../real/postgres.ts';
import { copyRows } from './copy.ts';
import type { Connection, Engine } from './place.ts';
import type { Rows, Value } from './rows.ts';

/** A protocol's message counts its parameters in 16 bits. */
const mostParameters = 65_535;

export async function connectTo(url: string): Promise<Connection> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const inOne = async (tables: Rows[], put: (rows: Rows) => Promise<void>): Promise<void> => {
    const isOne = tables.length === 1;
    if (!isOne) await client.query('begin');
    for (const rows of tables) await put(rows);
    if (!isOne) await client.query('commit');
  };
  return {
    run: async (statement) => void (await client.query(statement)),
    select: async (query) => (await client.query<Value[]>({ text: query, rowMode: 'array' })).rows,
    insert: (tables) => inOne(tables, (rows) => insert(client, rows)),
    copy: (tables) => inOne(tables, (rows) => copyRows(client, rows)),
    close: () => client.end(),
  };
}

async function insert(client: Client, { table, columns, values }: Rows): Promise<void> {
  if (values.length * columns.length > mostParameters) {
    throw new RangeError(`${values.length} rows are too many`);
  }
  const tuples = values.map(
    (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
  );
  await client.query({
    name: `${table} ${values.length}`,
    text: `insert into ${table} (${columns.join(', ')}) values ${tuples.join(', ')}`,
    values: values.flat(),
  });
}

/** A database of the server for each place. */
export function postgresOn(server: PostgresServer): Engine {
  return {
    name: 'PostgreSQL',
    async makePlace() {
      const { url, remove } = await server.makeDatabase();
      return { url, connect: () => connectTo(url), remove };
    },
  };
}
