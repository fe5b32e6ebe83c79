// The tables as the query builder knows them: the same on every engine (the engine's migrations create
// them). Instants are integers in milliseconds, latencies and ages integers in tenths of a millisecond.
import type { SliceFault } from '@upheld/shared/facts/slice';
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import type { TicketEvent } from '@upheld/shared/facts/ticket-event';
import type { VendorClock } from '@upheld/shared/facts/vendor-clock';
import type { Generated, Kysely } from 'kysely';

/** `revision` is what older releases counted; `revisions` tells now. */
type AgreementRow = { id: Generated<number>; name: string; revision: Generated<number> };

/**
 * How often the facts of a stretch of time (sql/revisions.ts) changed. `within`: slices, and
 * samples that an older release kept, which speak where they stand; `from`: ticket events and syncs, which bear on every clock after them.
 */
export type RevisionRow = { agreement: number; reach: 'within' | 'from'; stretch: number; revision: number };

/**
 * How often samples of a stretch came. `writer` keeps those apart that write at the same moment: a row that is
 * raised is locked until its batch is durable, and collectors that share agreements would wait for each other.
 */
type SampleRevisionRow = { agreement: number; stretch: number; writer: number; revision: number };

/** Samples name their target by a small integer, which keeps a row near 20 bytes. */
type TargetRow = {
  id: Generated<number>;
  agreement: number;
  source: string;
  vantage: string;
  /** Every hour that ended up to here is sealed, but for those in `late_hours`. */
  sealed_until: Generated<number>;
  /** How many blocks were sealed, and the chain of the last. */
  sealed_blocks: Generated<number>;
  sealed_chain: Uint8Array | null;
  /** How often something came to hours that were over. */
  changes: Generated<number>;
};

/** `outcome` is a code of `outcomeCode`. */
type SampleRow = {
  target: number;
  at: number;
  outcome: number;
  reason: string | null;
  latency_tenths: number | null;
  age_tenths: number | null;
  status: number | null;
};

/**
 * Apart from the samples, so that reading a quarter of samples does not read what only people look at. Those of
 * samples that ended ok are `head_details`, and go with the head rows.
 */
type DetailRow = { target: number; at: number; detail: string };

/** One version of a sealed hour; hashes are SHA-256. */
export type BlockRow = {
  target: number;
  hour: number;
  version: number;
  hash: Uint8Array;
  previous: Uint8Array | null;
  sequence: number;
  chain: Uint8Array;
  sealed_at: number;
  samples: number;
  not_ok: number;
  last_at: number;
  data: Uint8Array;
};

/** A closed hour that samples came to. */
type LateHourRow = { target: number; hour: number };

/** `reading`: how the samples were read; `day`: its start in UTC; `until`: every minute before it is in. */
type TallyRow = { target: number; reading: string; day: number; until: number; data: Uint8Array };

/** A process that asks targets; `scopes` is JSON. `since`: it has spoken on time from then on. */
type HolderRow = { id: string; scopes: string; configuration: string; since: number; expires_at: number };

type ShardRow = { scope: string; shard: number; holder: string | null; fence: number };

/** `ticket` is '' where the desk did not say which. */
type HintRow = { agreement: number; source: string; ticket: string };

/** Since when and until when a process could hear a source, and why not before. */
type ListenerRow = {
  agreement: number;
  source: string;
  id: string;
  since: number;
  until: number;
  reason: 'stopped' | 'storage';
};

type AgreedRow = { name: string; value: string };

type DeskRow = {
  id: Generated<number>;
  agreement: number;
  source: string;
  cursor: string | null;
  synced_until: number | null;
  failing_since: number | null;
  last_error: string | null;
  reconciled_at: number | null;
};

/** `id` rises in the order of arrival and so keeps the listed order of events at one instant. */
export type TicketEventRow = {
  id: Generated<number>;
  desk: number;
  at: number;
  ticket: string;
  type: TicketEvent['type'];
  severity: number | null;
  actor: 'supplier' | 'reporter' | 'bot' | null;
  auto_submitted: number | null;
  into_ticket: string | null;
  observed_after: number | null;
  told_at: number | null;
  desk_known_until: number | null;
};

/** `at`: when a ticket was last read by itself and was there. */
type FoundTicketRow = { desk: number; ticket: string; at: number };

/** The last one that was read of each clock. */
export type OpinionRow = {
  desk: number;
  ticket: string;
  kind: VendorClock['kind'];
  state: VendorClock['state'];
  due_at: number | null;
  read_at: number;
};

export type LoadTestRow = {
  id: Generated<number>;
  agreement: number;
  objective: string;
  name: string;
  at: number;
  users: number;
  terms: string;
  tool: string | null;
};

/** `queries` is JSON. Either `total` and `bad` or `fault` is there. */
export type SliceRow = {
  id: Generated<number>;
  agreement: number;
  source: string;
  start_at: number;
  end_at: number;
  threshold_ms: number | null;
  queries: string;
  answer_hash: string;
  total: number | null;
  bad: number | null;
  fault: SliceFault | null;
};

/** `at` is a whole second. */
type BeatRow = { agreement: number; source: string; at: number };

/** `id` rises in the order of arrival; `maintenance` is JSON. */
type StatusReportRow = {
  id: Generated<number>;
  agreement: number;
  source: string;
  at: number;
  seen_at: number;
  status: ReportedStatus;
  maintenance: string;
};

/** `source` is '' where the promise has none, because NULLs are distinct in a key. */
export type OccurrenceRow = {
  id: Generated<number>;
  agreement: number;
  trigger_name: string;
  type: string;
  promise: string;
  source: string;
  subject: string;
  opened_at: number;
  cleared_at: number | null;
  evidence: string;
};

export type Tables = {
  agreements: AgreementRow;
  revisions: RevisionRow;
  sample_revisions: SampleRevisionRow;
  targets: TargetRow;
  samples: SampleRow;
  details: DetailRow;
  head_details: DetailRow;
  blocks: BlockRow;
  late_hours: LateHourRow;
  tallies: TallyRow;
  holders: HolderRow;
  shards: ShardRow;
  hints: HintRow;
  listeners: ListenerRow;
  agreed: AgreedRow;
  unfinished_copy: { command: string };
  desks: DeskRow;
  ticket_events: TicketEventRow;
  found_tickets: FoundTicketRow;
  opinions: OpinionRow;
  load_tests: LoadTestRow;
  slices: SliceRow;
  beats: BeatRow;
  status_reports: StatusReportRow;
  occurrences: OccurrenceRow;
};

/** The database, or a transaction on it. */
export type Db = Kysely<Tables>;
