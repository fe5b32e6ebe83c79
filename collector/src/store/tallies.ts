// Tallies: a cache of what a day's samples come to under one reading (architecture.md, "Facts, blocks, tallies,
// statements"). A store drops a tally in the transaction that changes what it was made of.
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { SourceKey } from './store.ts';

/** `reading` names the terms under which samples were read; `data` is opaque to the store. */
export type KeptTally = {
  vantage: string;
  reading: string;
  /** The start of the day, UTC. */
  day: Instant;
  /** Every minute of the day before it is in; the day's end where the day is over. */
  until: Instant;
  data: Uint8Array;
};

/**
 * How far the hours of a vantage are sealed, and a number that rises whenever something came to one that was over:
 * what was made of samples that were read after it is still right while the number is the same.
 */
export type TalliedVantage = { vantage: string; sealedUntil: Instant; changes: number };

export interface TallyStore {
  /** Every vantage of the source, and the tallies of the days that touch the window, by vantage, reading and day. */
  readTallies(
    query: SourceKey & { readings: string[] } & Interval,
  ): Promise<{ vantages: TalliedVantage[]; tallies: KeptTally[] }>;
  /**
   * Keeps tallies in place of those of the same days, each only if every hour before its `until` is sealed and the
   * vantage's number of changes is the one given: of others nothing is kept. A store that is only read keeps none.
   */
  putTallies(
    source: SourceKey,
    tallies: (KeptTally & Pick<TalliedVantage, 'changes'>)[],
  ): Promise<{ kept: number }>;
  /** Drops every tally of an agreement, or all: they are rebuilt when they are next needed. */
  dropTallies(agreement?: string): Promise<void>;
}
