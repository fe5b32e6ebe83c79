// Hours whose block cannot be read: they are passed over, so that one of them does not hold up all others.
import { StoreError } from '../store-error.ts';

/**
 * What `work` gives, or in words why the block of its hour cannot be read or lacks what it should hold. `work` has
 * changed nothing by then.
 */
export async function orDamage<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result } | { damage: string }> {
  try {
    return { result: await work() };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { damage: error.message };
  }
}
