// Reads cells of rows as they are stored, and rows in step with those of another table.
import type { CopyStore, TableRow } from '../store/copying.ts';
import { pagesOf } from './pages.ts';

/** Throws a TypeError where no number stands: tables are typed, so the file is damaged. */
export function numberIn(row: TableRow, name: string): number {
  const cell = row[name];
  if (typeof cell === 'number') return cell;
  throw new TypeError(`the store holds ${JSON.stringify(cell)} where ${name} is a number; put back a backup`);
}

export const textIn = (row: TableRow, name: string): string => String(row[name]);

/** Lower-case hexadecimal; null for what is none. */
export const hexIn = (row: TableRow, name: string): string | null => {
  const bytes = bytesIn(row, name);
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
};

export const bytesIn = (row: TableRow, name: string): Uint8Array | null => {
  const cell = row[name];
  return cell instanceof Uint8Array ? cell : null;
};

export type RowReader = {
  /** The next row, or null at the end. */
  peek(): Promise<TableRow | null>;
  /** Takes rows up to the first that is not asked for. */
  takeWhile(isAsked: (row: TableRow) => boolean): Promise<TableRow[]>;
};

/** Reads a table from its beginning. */
export function readerOf(store: Pick<CopyStore, 'readRows'>, table: string): RowReader {
  const pages = pagesOf(store, table);
  let page: TableRow[] = [];
  let place = 0;
  const peek = async (): Promise<TableRow | null> => {
    if (place === page.length) {
      const next = await pages.next();
      page = next.done === true ? [] : next.value;
      place = 0;
    }
    return page[place] ?? null;
  };
  return {
    peek,
    async takeWhile(isAsked) {
      const taken: TableRow[] = [];
      for (let row = await peek(); row !== null && isAsked(row); row = page[place] ?? (await peek())) {
        taken.push(row);
        place += 1;
      }
      return taken;
    },
  };
}
