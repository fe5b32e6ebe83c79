// The embedded engine: one file, written by SQLite's own rules for durability, in a thread of its own.
import { dirname, resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { handOver } from './handover/hand-over.ts';
import { takeImports } from './handover/take-imports.ts';
import { copyFile } from './sqlite/copy-file.ts';
import { makeFolder } from './sqlite/folder.ts';
import { linkedFile } from './sqlite/linked-file.ts';
import { lockStore } from './sqlite/lock.ts';
import { StoreError } from './store-error.ts';
import { openRemoteStore } from './thread/remote-store.ts';

/** `sqlite:PATH`; to write, the folder is created where there is none. One process writes a file. */
export const sqlite: Engine = {
  scheme: 'sqlite',
  example: 'sqlite:.data/upheld.db',
  async open(address, options) {
    const path = pathIn(address);
    if (!options.isReader) makeFolder(dirname(path));
    return openRemoteStore({ engine: 'sqlite', address: path, name: path, options });
  },
  nameOf: pathIn,
  async openForImport(address) {
    try {
      return await sqlite.open(address, {});
    } catch (error) {
      const isHeld = error instanceof StoreError && error.code === 'in-use';
      const store = isHeld ? await handOver(pathIn(address)) : null;
      if (store === null) throw error;
      return store;
    }
  },
  fileOf(address) {
    const path = pathIn(address);
    return { path, copyTo: (file) => copyFile(path, file), hold: () => hold(path) };
  },
  takeImports: async (address, store) => takeImports(pathIn(address), store),
};

function hold(path: string): () => void {
  try {
    return lockStore(path);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return () => undefined;
  }
}

function pathIn(address: string): string {
  if (address !== '' && !address.startsWith(':')) return linkedFile(resolve(address));
  throw new StoreError('bad-url', `sqlite:${address} names no file; name one, such as ${sqlite.example}`);
}
