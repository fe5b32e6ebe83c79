// Keeps what was tallied beside a statement. Tallies are a cache: where they cannot be kept, the next statement is
// made of samples again, and is the same.
import type { TallyStore } from '../../store/tallies.ts';
import type { MadeTally } from './told.ts';

/** A storage that fails is told by everybody who must write; whoever only wanted to be faster next time goes on. */
export function keepTallies(
  store: Pick<TallyStore, 'putTallies'>,
): (agreement: string, tallies: Map<string, MadeTally[]>) => Promise<void> {
  return async (agreement, tallies) => {
    for (const [source, made] of tallies) {
      if (made.length === 0) continue;
      try {
        await store.putTallies({ agreement, source }, made);
      } catch (error) {
        if (!(error instanceof Error && error.name === 'StoreError')) throw error;
      }
    }
  };
}
