// Whether two stores hold the same, row by row, whatever engine keeps them.
import { createHash } from 'node:crypto';
import type { CopyStore, TableRow } from '../store/copying.ts';
import { pagesOf, rowsOf } from './pages.ts';

/** `hash`: SHA-256 over the rows of the first store; `difference`: the first one in words, or null. */
export type ComparedTable = { table: string; rows: number; hash: string; difference: string | null };

type Rows = Pick<CopyStore, 'readRows'>;

/** Compares a table up to the first difference. */
export async function compareTable(one: Rows, other: Rows, table: string): Promise<ComparedTable> {
  const hash = createHash('sha256');
  const others = rowsOf(other, table);
  let rows = 0;
  const ended = (difference: string | null) => ({ table, rows, hash: hash.digest('hex'), difference });
  for await (const page of pagesOf(one, table)) {
    for (const row of page) {
      rows += 1;
      const text = canonical(row);
      hash.update(text);
      const next = await others.next();
      if (next.done === true) return ended(`row ${rows} is missing: ${text.trim()}`);
      const otherText = canonical(next.value);
      if (otherText !== text) return ended(`row ${rows}: ${text.trim()} became ${otherText.trim()}`);
    }
  }
  const more = await others.next();
  return ended(more.done === true ? null : `row ${rows + 1} is new: ${canonical(more.value).trim()}`);
}

/** How many rows each table has. */
export async function countRows(store: Rows & Pick<CopyStore, 'tables'>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await store.tables()) {
    counts[table] = 0;
    for await (const page of pagesOf(store, table)) counts[table] += page.length;
  }
  return counts;
}

/** A row as one line, the same on every engine: columns in order, bytes as hexadecimal. */
function canonical(row: TableRow): string {
  const cells = Object.keys(row)
    .toSorted()
    .map((name) => [name, plain(row[name] ?? null)]);
  return `${JSON.stringify(Object.fromEntries(cells))}\n`;
}

const plain = (cell: TableRow[string]): unknown =>
  cell instanceof Uint8Array ? `x${Buffer.from(cell).toString('hex')}` : cell;
