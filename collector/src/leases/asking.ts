// What this process may ask and settle, of what several processes on one store share.
import type { Clock } from '../clock.ts';
import type { Target } from '../collect/target.ts';
import type { Tasks } from '../roles.ts';
import type { Holder, Lease, LeaseStore } from '../store/leases.ts';
import { keepLeases, type Standing } from './keeper.ts';
import type { Change } from './open-leases.ts';
import { desksScope, evaluationScope, shardOf, shardOfAgreement, vantageScope } from './shards.ts';

/** Whoever begins work under leases. */
export type Follower = {
  /** What may be asked is not what it was. */
  onChange: () => void;
  /** What was begun and has not ended, or is not stored. */
  underWay: () => Target[];
};

export type Asking = {
  /** Whether it may be asked now. */
  mayAsk(target: Target): boolean;
  /** What its samples are stored under; none where no other process can ask it. */
  leaseOf(target: Target): Lease | undefined;
  /** Whether this process settles the triggers of an agreement now. */
  maySettle(agreement: string): boolean;
  /** Null where nothing is shared. */
  standing(): Standing | null;
  follow(follower: Follower): void;
  /** Looks at once what this process may do, because what it does has changed. */
  look(): Promise<void>;
  /** Gives all back. */
  stop(): Promise<void>;
};

export type SharingParts = {
  store: Pick<LeaseStore, 'keepLeases' | 'releaseLeases'>;
  clock: Clock;
  /** New with every start of a process. */
  id: string;
  tasks: Tasks;
  vantage: () => string;
  configuration: () => Holder['configuration'];
  onChange: (change: Change) => void;
  onDiffering: (others: number) => void;
  onError: (error: unknown) => void;
};

/** Of a process that has its store for itself. */
export const alone: Asking = {
  mayAsk: () => true,
  leaseOf: () => undefined,
  maySettle: () => true,
  standing: () => null,
  follow: () => undefined,
  look: async () => undefined,
  stop: async () => undefined,
};

/** Of a process among others; it may do nothing until its first look is over. */
export function sharing({ tasks, vantage, onChange, ...parts }: SharingParts): Asking {
  let follower: Follower = { onChange: () => undefined, underWay: () => [] };
  const scopeOf = ({ does }: Target) => (does === 'probe' ? vantageScope(vantage()) : desksScope);
  const leaseOf = (target: Target) => keeper.leaseOf(scopeOf(target), shardOf(target));
  const keeper = keepLeases({
    ...parts,
    scopes: () => [
      ...(tasks.asks ? [vantageScope(vantage()), desksScope] : []),
      ...(tasks.judges ? [evaluationScope] : []),
    ],
    onChange(change) {
      onChange(change);
      follower.onChange();
    },
    underWay: () => follower.underWay().map(leaseOf),
  });
  return {
    mayAsk: (target) => {
      // What desks and traffic tell carries no fence.
      const may = target.does === 'probe' ? keeper.mayBegin : keeper.isHeld;
      return may(scopeOf(target), shardOf(target));
    },
    leaseOf,
    maySettle: (agreement) => keeper.isHeld(evaluationScope, shardOfAgreement(agreement)),
    standing: keeper.standing,
    follow: (next) => {
      follower = next;
    },
    look: keeper.look,
    stop: keeper.stop,
  };
}
