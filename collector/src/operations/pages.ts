// Reads a whole table of a store page by page, so that a store of any size passes through a bounded memory.
import type { CopyStore, TableRow } from '../store/copying.ts';

/** Rows of most tables are some hundred bytes at most; a block holds an hour and is some kilobytes. */
const atOnce = (table: string): number => (table === 'blocks' ? 500 : 5000);

/** The rows of a table after `after` in the order of its key, a page at a time; no page is empty. */
export async function* pagesOf(
  store: Pick<CopyStore, 'readRows'>,
  table: string,
  after: TableRow | null = null,
): AsyncGenerator<TableRow[]> {
  const most = atOnce(table);
  let last = after;
  for (;;) {
    const page = await store.readRows({ table, after: last, most });
    if (page.length > 0) yield page;
    if (page.length < most) return;
    last = page.at(-1) ?? null;
  }
}

/** The same row by row. */
export async function* rowsOf(store: Pick<CopyStore, 'readRows'>, table: string): AsyncGenerator<TableRow> {
  for await (const page of pagesOf(store, table)) yield* page;
}
