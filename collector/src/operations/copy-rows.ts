// Copies everything that cannot be rebuilt from one store into another.
import type { CopyStore } from '../store/copying.ts';
import { pagesOf } from './pages.ts';

/**
 * Copies the rows of `from`, which tells one moment while it is read (`beginReading`). Rows that `to` has from a
 * copy that was interrupted are not copied again: those of each table were added in the order of its key.
 */
export async function copyRows(
  from: Pick<CopyStore, 'tables' | 'readRows'>,
  to: Pick<CopyStore, 'lastRow' | 'writeRows'>,
  onPage: (table: string, rows: number) => void = () => undefined,
): Promise<void> {
  for (const table of await from.tables()) {
    for await (const page of pagesOf(from, table, await to.lastRow(table))) {
      await to.writeRows(table, page);
      onPage(table, page.length);
    }
  }
}
