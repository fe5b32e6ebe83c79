// Who wants to hear of changes, and telling them.
export type Changes<Change> = {
  publish(change: Change): void;
  /** Calls `listener` at every change until the returned function is called. */
  subscribe(listener: (change: Change) => void): () => void;
};

/** An empty list of listeners. */
export function changes<Change>(): Changes<Change> {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
