// A store of its own for one test, in a folder that goes with it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '@upheld/collector/store/registry';
import type { Store } from '@upheld/collector/store/store';

/** Opens an empty store; it is closed and removed when the test is over. */
export async function temporaryStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'upheld-store-'));
  const store = await openStore(`sqlite:${join(folder, 'upheld.db')}`);
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  return store;
}
