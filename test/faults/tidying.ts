// Seals and retires again and again beside whoever writes, as the housekeeping of a collector does, only without rest.
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '@upheld/collector/store/registry';
import { StoreError } from '@upheld/collector/store/store-error';
import { closedUntil } from './batches.ts';

/** `blocks` and `rows`: how many were sealed, and let go of; `broken`: what no storage that fails for now says. */
export type Tidied = { blocks: number; rows: number; broken: string[] };

/** Begins at once; the function that is given back ends it and tells what it did. */
export async function startTidying(url: string): Promise<() => Promise<Tidied>> {
  const store = await openStore(url);
  const tidied: Tidied = { blocks: 0, rows: 0, broken: [] };
  let isStopped = false;
  const round = async (): Promise<void> => {
    tidied.blocks += (await store.sealHours({ before: closedUntil, most: 100 })).blocks;
    tidied.rows += (await store.retireHeads({ before: closedUntil, most: 100 })).rows;
  };
  const work = async (): Promise<void> => {
    while (!isStopped) {
      await round().catch((error: unknown) => {
        if (!isForNow(error)) tidied.broken.push(String(error));
      });
      await wait(1);
    }
  };
  const working = work();
  return async () => {
    isStopped = true;
    await working;
    await store.close();
    return tidied;
  };
}

/** Whether a storage says that it fails now and may work later. */
export const isForNow = (error: unknown): boolean =>
  error instanceof StoreError && ['io', 'full', 'busy', 'lost', 'cannot-open'].includes(error.code);
