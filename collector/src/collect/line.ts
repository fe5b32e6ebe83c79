// Whether what the storage refused may be kept: not before the samples that waited already. The last stored slot of
// a target tells where its account goes on after a kill, so that a later slot must not be stored first.

export type Line = {
  /** Does it; what waits before it is done in the order in which it came. A rejection counts as refused. */
  pass<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Something was refused now. Throws `error`. */
  refuse(error: unknown): never;
  /** Whether all is done that waited at the last refusal. */
  isPast(): boolean;
};

/** Nothing waits. */
export function createLine(): Line {
  let begun = 0;
  let ended = 0;
  let begunAtRefusal = 0;
  const refuse = (error: unknown): never => {
    begunAtRefusal = begun;
    throw error;
  };
  return {
    pass(work) {
      begun += 1;
      return work()
        .catch(refuse)
        .finally(() => {
          ended += 1;
        });
    },
    refuse,
    isPast: () => ended >= begunAtRefusal,
  };
}
