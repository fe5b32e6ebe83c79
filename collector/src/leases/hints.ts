// Hints of desks, between the process that was told and the one that asks the desk.
import type { Clock } from '../clock.ts';
import type { LeaseStore } from '../store/leases.ts';
import type { SourceKey } from '../store/store.ts';

type Hint = (desk: SourceKey, tickets: readonly string[]) => void;

export type HintRelay = {
  /** For whoever asks the desk. Returns at once. */
  pass: Hint;
  /** Hands on what others passed for these desks, until the returned function is called. */
  follow(desks: () => SourceKey[], hint: Hint): () => void;
};

/** Where no other process is: hints of desks that are not asked come to nothing. */
export const noRelay: HintRelay = { pass: () => undefined, follow: () => () => undefined };

const everyMs = 1_000;

/** Of each time that the storage was asked. */
export type RelayObserver = { onError: (error: unknown) => void; onWorked: () => void };

/** A hint only makes haste: one that the storage refuses is said and forgotten. */
export function relayHints(
  store: Pick<LeaseStore, 'putHint' | 'takeHints'>,
  clock: Pick<Clock, 'setTimer'>,
  { onError, onWorked }: RelayObserver,
): HintRelay {
  return {
    pass: (desk, tickets) => void store.putHint(desk, tickets).then(onWorked, onError),
    follow(desks, hint) {
      let isStopped = false;
      let cancel = () => {};
      const take = async () => {
        const asked = desks().map(nameOf);
        if (asked.length === 0) return;
        const taken = await store.takeHints(asked);
        onWorked();
        for (const { tickets, ...desk } of taken) if (!isStopped) hint(desk, tickets);
      };
      const turn = () => {
        void take()
          .catch(onError)
          .finally(() => {
            if (!isStopped) cancel = clock.setTimer(turn, everyMs);
          });
      };
      turn();
      return () => {
        isStopped = true;
        cancel();
      };
    },
  };
}

/** A desk as its process knows it has functions, and those cannot be sent to the store's thread. */
const nameOf = ({ agreement, source }: SourceKey): SourceKey => ({ agreement, source });
