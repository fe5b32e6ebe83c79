// Cursors are texts; those of several kinds hold JSON. One that does not was written by another kind.

/** The document that a cursor holds; null where it holds none. */
export function parsedCursor(cursor: string | null): unknown {
  try {
    return cursor === null ? null : JSON.parse(cursor);
  } catch {
    return null;
  }
}
