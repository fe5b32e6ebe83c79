// Where facts are kept. One contract, one contract suite (test/contracts/store.ts), several engines.
// Readers of the store import this file's types only.
import type { LoadTest } from '@upheld/shared/facts/load-test';
import type { Sample, SampleSeries } from '@upheld/shared/facts/sample';
import type { Slice } from '@upheld/shared/facts/slice';
import type { StatusReport } from '@upheld/shared/facts/status-report';
import type { TicketColumns } from '@upheld/shared/facts/ticket-columns';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { ToldEvent } from '@upheld/shared/tickets/told-events';
import type { Instant, Interval } from '@upheld/shared/time/instant';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import type { BlockStore } from './blocks.ts';
import type { CopyStore } from './copying.ts';
import type { HealthStore } from './health.ts';
import type { Lease, LeaseStore } from './leases.ts';
import type { TallyStore } from './tallies.ts';

/** What an attempt saw beside its outcome: phases in milliseconds, the error's text. */
export type Evidence = {
  phases?: Record<string, number>;
  status?: number;
  error?: string;
  /** What the partner's `Server-Timing` header said, in milliseconds by metric. */
  serverTiming?: Record<string, number>;
  /** How far the partner's clock is ahead of ours. */
  clockSkewMs?: number;
  /** Whether the connection had carried another request before. */
  reused?: boolean;
  certificateEndsAt?: Instant;
};

type AttemptDetail = Evidence & {
  startedAt: Instant;
  outcome: string;
  reason: string | null;
  latencyMs: number | null;
};

/**
 * Every attempt of a slot in order. What the deciding one, the last, saw stands on top and is not repeated
 * with it; its `error` is, because the one on top has what the control targets said too.
 */
export type SampleDetail = Evidence & { attempts?: AttemptDetail[] };

/** `lease`: the right under which it was collected; without one, as for imports, none is asked for. */
export type NewSample = Sample & { detail?: SampleDetail | null; lease?: Lease };

/** Not stored: its slot already holds another outcome. `index` is its place in the batch that was given. */
export type Conflict = { index: number; given: Sample; kept: Sample };

/**
 * `fenced` are the places of samples that were not stored because their lease has passed to another holder, or because
 * their slot lies more than 5 s ahead of the store's clock: whoever measured it has a wrong clock.
 */
export type PutResult = { stored: number; duplicates: number; conflicts: Conflict[]; fenced: number[] };

/** Not stored: a test of this name and instant is known with other results. `index` as in a `Conflict`. */
export type LoadTestConflict = { index: number; given: LoadTest; kept: LoadTest };

export type LoadTestResult = { stored: number; duplicates: number; conflicts: LoadTestConflict[] };

/** Not stored: another slice of its source begins at that instant. `index` as in a `Conflict`. */
export type SliceConflict = { index: number; given: Slice; kept: Slice };

export type SliceResult = { stored: number; duplicates: number; conflicts: SliceConflict[] };

/** One source of one agreement. */
export type SourceKey = { agreement: string; source: string };

/** The arrival of a heartbeat. */
export type Beat = SourceKey & { at: Instant };

/** What a partner's page said when it was read at `at`. */
export type NewReport = SourceKey & { at: Instant } & StatusReport;

/** What a page said from `at`, when it was first read so, to `seenAt`, when it was last known to say so. */
export type KeptReport = { at: Instant; seenAt: Instant } & StatusReport;

/** The key of a ticket desk. */
export type Desk = SourceKey;

/**
 * One page of a desk with the cursor that continues after it; all of it commits together or not at all. `readAt`:
 * when the desk told it, by our clock. `found`: the ticket that was read by itself then, and was there.
 */
export type TicketBatch = Desk & {
  events: TicketEvent[];
  opinions?: VendorClock[];
  cursor?: string | null;
  readAt?: Instant;
  found?: string;
};

/**
 * How a desk's synchronisation stands. `syncedUntil`: everything up to here is known; null: never read.
 * `reconciledAt`: when its open tickets were last read one by one; null: never.
 */
export type DeskState = {
  cursor: string | null;
  syncedUntil: Instant | null;
  failingSince: Instant | null;
  lastError: string | null;
  reconciledAt: Instant | null;
};

/** What an import needs of a store: all of it may be done beside the process that holds it. */
export interface ImportStore {
  putSamples(samples: Sample[]): Promise<PutResult>;
  putTicketEvents(
    batch: Desk & { events: TicketEvent[]; readAt: Instant },
  ): Promise<{ stored: number; duplicates: number }>;
  putLoadTests(tests: LoadTest[]): Promise<LoadTestResult>;
  close(): Promise<void>;
}

/** Facts in, facts out. Every `put` resolves only after its rows are durable. */
export interface Store extends BlockStore, CopyStore, HealthStore, LeaseStore, TallyStore {
  /**
   * First write wins per (agreement, source, vantage, at); an equal row is a duplicate, a different one a
   * conflict. Rows are equal if all that a `Sample` says is; `detail` is kept with the first. Latencies and
   * ages are kept to 0.1 ms: what is finer is cut, so no value rises to a threshold that it was under.
   */
  putSamples(samples: NewSample[]): Promise<PutResult>;
  /** One series per vantage, in rising order, of samples with `start <= at < end`; none for a vantage without any. */
  readSamples(query: { agreement: string; source: string } & Interval): Promise<SampleSeries[]>;
  /** What was kept beside the samples with `start <= at < end` that did not end ok, or that ended as `outcome`, newest first. */
  readFailures(
    query: SourceKey & Interval & { limit: number; outcome?: 'ok' | 'bad' | 'unmeasured' },
  ): Promise<(Sample & { detail: SampleDetail | null })[]>;
  /** The newest slot of a target, or null: where a restarted scheduler takes up the account. */
  lastSlot(target: { agreement: string; source: string; vantage: string }): Promise<Instant | null>;

  /**
   * Adds events, each once: an event is the same as another if all its fields but `observedAfter` are, which is
   * kept with the first. A batch with a ticket's opening tells of all of it up to then: what it tells anew of one
   * instant in place of something about the same (tickets/retold.ts) is not kept, the first word is. Of opinions of
   * one clock the last read one is kept. A `cursor` is kept, null included; without one the desk keeps what it had.
   */
  putTicketEvents(batch: TicketBatch): Promise<{ stored: number; duplicates: number }>;
  /** All events of a desk, or of one of its tickets, by instant and then in the order in which they came. */
  readTicketEvents(desk: Desk, ticket?: string): Promise<TicketEvent[]>;
  /** All events of a ticket in that order, each with when it was first told and how far its desk was known then. */
  readToldEvents(desk: Desk, ticket: string): Promise<ToldEvent[]>;
  /** When a ticket was last read by itself and was there, or null. */
  lastFound(desk: Desk, ticket: string): Promise<Instant | null>;
  /** All events of a desk in that order, as columns. */
  readTicketColumns(desk: Desk): Promise<TicketColumns>;
  /** What the desk's system last said of its own clocks, by ticket in text order, then by kind. */
  readOpinions(desk: Desk): Promise<VendorClock[]>;
  /**
   * The tickets that their events leave open, in text order: not resolved or deleted since, not merged; and those
   * that are not over, of which no opening is known.
   */
  openTickets(desk: Desk): Promise<string[]>;
  readDesk(desk: Desk): Promise<DeskState>;
  /** A sync that reached the desk's present: everything before `until` is known. That never shrinks, and it ends a failure. */
  recordSync(desk: Desk, until: Instant): Promise<void>;
  /** The desk's open tickets were read one by one. */
  recordReconciled(desk: Desk, at: Instant): Promise<void>;
  /** `failingSince` becomes `at` unless the desk is failing already; `lastError` is always the newest. */
  recordSyncFailure(desk: Desk, at: Instant, error: string): Promise<void>;

  /** First write wins per (agreement, objective, name, at); an equal test is a duplicate, another a conflict. */
  putLoadTests(tests: LoadTest[]): Promise<LoadTestResult>;
  /** Every load test of an agreement, oldest first. */
  readLoadTests(agreement: string): Promise<LoadTest[]>;

  /** First write wins per (agreement, source, start); an equal slice is a duplicate, another a conflict. */
  putSlices(slices: Slice[]): Promise<SliceResult>;
  /** The slices with `start <= slice.start < end`, in rising order. */
  readSlices(query: SourceKey & Interval): Promise<Slice[]>;
  /** The end of the newest slice of a source, or null: where the reading goes on. */
  lastSlice(source: SourceKey): Promise<Instant | null>;

  /** Keeps an arrival, cut to its second: a sender that hammers fills no disk. */
  putBeat(beat: Beat): Promise<void>;
  /** The newest arrival of a source at or before `before`, or null. */
  lastBeat(source: SourceKey, before: Instant): Promise<Instant | null>;

  /**
   * Keeps a report where it differs from the last one that came from its source; an equal one moves that
   * one's `seenAt`, once a minute at most. The order of its maintenances is no difference.
   */
  putReport(report: NewReport): Promise<void>;
  /** The last reports of a source, the newest first, each with its maintenances by start. */
  readReports(query: SourceKey & { limit: number }): Promise<KeptReport[]>;

  /** Every occurrence of an agreement's triggers, open and cleared, oldest first. */
  readOccurrences(agreement: string): Promise<Occurrence[]>;
  /**
   * Opens (`clearedAt` null) or clears occurrences; the key is (agreement, trigger, promise, source, subject,
   * openedAt). An occurrence keeps its first evidence, and once cleared it stays cleared.
   */
  putOccurrences(occurrences: Occurrence[]): Promise<void>;

  /**
   * Rises whenever an agreement's facts changed, from whatever process; equal revisions mean equal facts:
   * samples, slices, ticket events, how far a desk is known, load tests. Occurrences follow from facts and
   * are none; heartbeats and a partner's reports of itself bear on no verdict but through samples.
   * With a window it speaks for the facts that bear on it: samples and slices about there, ticket events and
   * load tests up to its end; it may rise for a near neighbour too.
   */
  revision(agreement: string, window?: Interval): Promise<number>;
  /** Writes nothing and proves that a write would succeed; throws a `StoreError` otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}
