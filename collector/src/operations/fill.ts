// Fills a store with what another holds. Whatever ends that half-way, nobody takes the part that came for the whole.
import type { Store } from '../store/store.ts';
import { copyRows } from './copy-rows.ts';
import { OperationError } from './operation-error.ts';
import { isEmpty, within, type Stores } from './stores.ts';

/** `resumes`: goes on where the same command left a part. */
type Place = { name: string; command: string; resumes: boolean };

/** The store `to` opens for others after `markWhole`. Throws an `OperationError` where it may not be filled. */
export async function fill(from: Store, to: Store, { name, command, resumes }: Place): Promise<void> {
  const isPart = resumes && (await to.unfinishedCopy()) === command;
  if (!isPart && !(await isEmpty(to))) {
    throw new OperationError(
      `${name} holds facts already, and not those of an interrupted \`upheld ${command}\`; name an empty store`,
    );
  }
  await to.beginCopy(command);
  await copyRows(from, to);
}

/** Once it is proven that all of it came. */
export const markWhole = (stores: Pick<Stores, 'open'>, url: string): Promise<void> =>
  within(stores, url, { mayBeUnfinished: true }, (store) => store.endCopy());
