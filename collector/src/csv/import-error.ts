// A file that cannot be imported at all, and what to do about it.

/**
 * Thrown before or between batches: what was stored before it stays stored. `unquoted` says the same in words
 * that repeat nothing of the file, for those who may not show what stands in it.
 */
export class ImportError extends Error {
  override name = 'ImportError';
  readonly unquoted: string;
  constructor(message: string, unquoted = message) {
    super(message);
    this.unquoted = unquoted;
  }
}
