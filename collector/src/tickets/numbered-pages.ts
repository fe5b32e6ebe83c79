// Lists that a desk gives in pages numbered from 1, as GitHub and GitLab do.
import { SyncError } from '../connectors/connector.ts';

/** Neither of them gives longer pages. */
export const perPage = 100;

/** Of one list at one synchronisation. */
export const maxPages = 10_000;

/** `headers` are by lower-case name. */
export type NumberedPage<Item> = { items: Item[]; headers: Record<string, string> };

/** `Link` says so; a full page is taken for it too, because some gateways drop that header. */
export function isFollowed({ items, headers }: NumberedPage<unknown>): boolean {
  return /\brel="?next\b/.test(headers['link'] ?? '') || items.length >= perPage;
}

/** Every item of a list that does not shift while it is read, because it only grows at its end. */
export async function allPages<Item>(ask: (page: number) => Promise<NumberedPage<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  for (let number = 1; number <= maxPages; number += 1) {
    const page = await ask(number);
    items.push(...page.items);
    if (!isFollowed(page)) return items;
  }
  throw endless();
}

/** What is thrown at a list without an end. */
export function endless(): SyncError {
  return new SyncError(`the desk gave ${maxPages} pages without an end`);
}
