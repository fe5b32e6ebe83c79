// The blocks of a target in the order of sealing, each bound to all that were sealed before it: an hour that is lost,
// exchanged or cut off leaves a trace in those that are there.
import { hash } from 'node:crypto';

/** SHA-256 over the chain of the block sealed before (nothing for the first), a newline, and the block's own hash. */
export const chainAfter = (before: string | null, blockHash: string): string =>
  hash('sha256', `${before ?? ''}\n${blockHash}`);
