// Tallies: a cache of what a day's samples come to under one reading (architecture.md, "Facts, blocks, tallies,
// statements"). A store drops a tally in the transaction that changes what it was made of.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SourceKey } from './store.ts';

/** `reading` names the terms under which samples were read; `data` is opaque to the store. */
export type KeptTally = {
  vantage: string;
  /** The start of the day, UTC. */
  day: Instant;
  /** Every minute of the day before it is in; the day's end where the day is over. */
  until: Instant;
  data: Uint8Array;
};

export interface TallyStore {
  /** The tallies of the days that touch the window, by vantage and day. */
  readTallies(query: SourceKey & { reading: string } & Interval): Promise<KeptTally[]>;
  /**
   * Keeps tallies in place of those of the same days, each only if every hour before its `until` is sealed, nothing
   * came to one of them since, and no block of it or of what it reached back to (`from`) is newer than `madeAt` says.
   */
  putTallies(
    source: SourceKey & { reading: string },
    tallies: (KeptTally & { from: Instant; madeAt: number })[],
  ): Promise<{ kept: number }>;
  /** Drops every tally of an agreement, or all: they are rebuilt when they are next needed. */
  dropTallies(agreement?: string): Promise<void>;
}
