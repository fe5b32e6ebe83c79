// The embedded engine: one file, written by SQLite's own rules for durability, in a thread of its own.
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { StoreError } from './store-error.ts';
import { openRemoteStore } from './thread/remote-store.ts';

/** `sqlite:PATH`; the folder is created where there is none. */
export const sqlite: Engine = {
  scheme: 'sqlite',
  example: 'sqlite:.data/upheld.db',
  async open(address) {
    if (address === '' || address.startsWith(':')) {
      throw new StoreError('bad-url', `sqlite:${address} names no file; name one, such as ${sqlite.example}`);
    }
    const path = resolve(address);
    await makeFolder(dirname(path));
    return openRemoteStore({ engine: 'sqlite', address: path, name: path });
  },
};

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'cannot-open',
      `the folder ${folder} for the store cannot be made: ${said}; name a file in a folder that this user may write, such as ${sqlite.example}`,
      { cause: error },
    );
  }
}
