// COPY ... FROM STDIN over the pg client (postgresql.org/docs/15/protocol-flow.html#PROTOCOL-COPY): the client speaks
// the messages, but has no call for them.
import type { Client, Submittable } from 'pg';
import type { Rows, Value } from './rows.ts';

/** What the client's connection does that its types do not tell. */
type CopyConnection = { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

/** Resolves when the rows are in; durable where no transaction is open. */
export function copyRows(client: Client, { table, columns, values }: Rows): Promise<void> {
  const text = `copy ${table} (${columns.join(', ')}) from stdin`;
  const data = Buffer.from(values.map((row) => `${row.map(fieldOf).join('\t')}\n`).join(''));
  return new Promise((resolve, reject) => {
    client.query(copying(text, data, resolve, reject));
  });
}

/** The client calls these by the messages that come; an error comes before the server is ready again. */
function copying(text: string, data: Buffer, done: () => void, failed: (error: Error) => void): Submittable {
  const handlers = {
    submit: (connection: { query(text: string): void }) => connection.query(text),
    handleCopyInResponse: (connection: CopyConnection) => {
      connection.sendCopyFromChunk(data);
      connection.endCopyFrom();
    },
    handleCommandComplete: () => undefined,
    handleError: failed,
    handleReadyForQuery: done,
  };
  return handlers;
}

/** postgresql.org/docs/15/sql-copy.html, text format. */
function fieldOf(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
