// A file that cannot be imported at all, and what to do about it.

/** Thrown before or between batches: what was stored before it stays stored. */
export class ImportError extends Error {
  override name = 'ImportError';
}
