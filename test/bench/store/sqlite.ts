// SQLite as a plain program uses it: Node's own module, with the pragmas that make a commit durable.
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Connection, Engine } from './place.ts';
import type { Rows, Value } from './rows.ts';

/** Files in `folder`. */
export function sqliteIn(folder: string): Engine {
  let made = 0;
  return {
    name: 'SQLite',
    async makePlace() {
      made += 1;
      const own = join(folder, `sqlite-${made}`);
      const path = join(own, 'upheld.db');
      return {
        url: `sqlite:${path}`,
        connect: async () => connect(path),
        remove: () => rm(own, { recursive: true, force: true }),
      };
    },
  };
}

function connect(path: string): Connection {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const prepared = new Map<string, StatementSync>();
  const statementFor = (rows: Rows): StatementSync => {
    const text = insertOf(rows);
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  return {
    run: async (statement) => database.exec(statement),
    select: async (query) => database.prepare(query, { returnArrays: true }).all().map(valuesOf),
    insert: async (tables) => {
      database.exec('begin immediate');
      for (const rows of tables) statementFor(rows).run(...rows.values.flat());
      database.exec('commit');
    },
    copy: null,
    close: async () => database.close(),
  };
}

function insertOf({ table, columns, values }: Rows): string {
  const row = `(${columns.map(() => '?').join(', ')})`;
  return `insert into ${table} (${columns.join(', ')}) values ${values.map(() => row).join(', ')}`;
}

const valuesOf = (row: unknown): Value[] => (Array.isArray(row) ? row.map(valueOf) : []);

function valueOf(value: unknown): Value {
  if (typeof value === 'number' || typeof value === 'string' || value === null) return value;
  throw new TypeError(`a query of the bench gave a ${typeof value}`);
}
