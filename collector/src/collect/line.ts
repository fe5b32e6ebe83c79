// Whether what the storage refused may be kept: not before the samples that waited already. The last stored slot of
// a target tells where its account goes on after a kill, so that a later slot must not be stored first.

export type Line = {
  /** A sample waits. Those that wait are done with in the order in which they came. */
  enter(): void;
  /** One that waited is done with. */
  leave(): void;
  /** Something was refused now, be it one that waited or not. */
  refused(): void;
  /** Whether all is done with that waited at the last refusal. */
  isPast(): boolean;
};

/** Nothing waits. */
export function createLine(): Line {
  let entered = 0;
  let left = 0;
  let enteredAtRefusal = 0;
  return {
    enter: () => void (entered += 1),
    leave: () => void (left += 1),
    refused: () => void (enteredAtRefusal = entered),
    isPast: () => left >= enteredAtRefusal,
  };
}
