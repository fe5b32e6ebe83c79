// Work that must not overlap: what belongs to one key goes one after the other, what belongs to several at once.

export type InTurn = {
  /** Does `work` when all that came before under its key is over, however that ended. */
  next<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Whether work of the key is not over. */
  isUnderWay(key: string): boolean;
};

/** Nothing waits at first. */
export function createInTurn(): InTurn {
  const tails = new Map<string, Promise<unknown>>();
  function next<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return result;
  }
  return { next, isUnderWay: (key) => tails.has(key) };
}
