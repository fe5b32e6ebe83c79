// The contract of a store engine: a scheme of UPHELD_STORE_URL and how to open what follows it.
import type { ImportStore, Store } from './store.ts';

export type OpenOptions = {
  /** Only reads, beside whoever writes, and changes nothing: neither tables nor files. */
  isReader?: boolean;
  /** For a reader: where there is no store yet, it reads one without facts. */
  mayBeMissing?: boolean;
  /** Opens a store too that is being filled with what another holds (copying.ts); others refuse it (`unfinished`). */
  mayBeUnfinished?: boolean;
  /** Room kept on the disk of an embedded store for when it is full, in bytes. If not said, none is kept and none is given. */
  reserveBytes?: number;
};

/** The one file of an embedded store. */
export type StoreFile = {
  path: string;
  /** Writes what the store holds now to a new file, beside whoever writes the store. Throws a `StoreError`. */
  copyTo(file: string): Promise<void>;
  /**
   * Keeps others from writing it until the function given back is called. Throws a `StoreError` (`in-use`) while
   * somebody does; where no lock can be made, as on a disk that is only read, nobody is kept.
   */
  hold(): () => void;
};

export type Engine = {
  /** What stands before the colon. */
  scheme: string;
  /** A whole URL for error messages. */
  example: string;
  /** Throws a `StoreError` that says which address cannot be opened and why. */
  open(address: string, options: OpenOptions): Promise<Store>;
  /** How the store is named to people: without user and password. Throws a `StoreError` as `open` does. */
  nameOf(address: string): string;
  /** Only where everything is in one file. */
  fileOf?(address: string): StoreFile;
  /** Where only one process may write: opens the store, or hands what is imported to the process that has it open. */
  openForImport?(address: string): Promise<ImportStore>;
  /** Where only one process may write: takes what others import into its `store`, until the function given back is called. */
  takeImports?(address: string, store: ImportStore): Promise<() => Promise<void>>;
};
