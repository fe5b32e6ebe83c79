// What an evaluation says: plain, JSON-safe records that the CLI prints, the API serves and pages show.
import type { Instant, Interval } from '../time/instant.ts';

/** The four verdicts of measurement.md section 4. They are the words everywhere. */
export const verdicts = ['met', 'missed', 'undetermined', 'excluded'] as const;
export type Verdict = (typeof verdicts)[number];

/** An exact ratio as decimal integers in lowest terms, e.g. 999/1000. */
export type RatioText = { num: string; den: string };

/** The minute ledger of a window (measurement.md section 3): scheduled = excluded + good + bad + unmeasured. */
export type LedgerCounts = {
  scheduled: number;
  excluded: number;
  good: number;
  bad: number;
  unmeasured: number;
};

/** Requests or tickets that counted, and those of them that were good. */
export type EventCounts = { good: number; total: number };

/** One local day of a promise's window, for charts and for the table behind them. */
export type Day = { date: string; ledger: LedgerCounts | null; events: EventCounts | null };

/** Nearest-rank quantiles in milliseconds; 'no-response' where that rank got none (measurement.md section 4). */
export type Quantiles = Record<'p50' | 'p95' | 'p99', number | 'no-response' | null>;

/** A missed, met or open clock of one ticket, for a response promise. */
export type ClockStatement = {
  ticket: string;
  severity: number;
  startAt: Instant;
  dueAt: Instant | null;
  stoppedAt: Instant | null;
  state: 'met' | 'missed' | 'unknown' | 'running';
};

/** Why a verdict is undetermined; one entry a cause. */
export type Doubt =
  | 'nothing-elapsed' // the window has only begun
  | 'unmeasured' // the minutes in doubt could turn the verdict
  | 'coverage' // fewer slots have a sample than coverageFloor asks for
  | 'minimum-sample' // fewer events than minimumSample
  | 'unknown-clocks'; // tickets fell due while their desk could not be read

/** One promise, judged over one period (and one source, where the promise is judged `each: source`). */
export type PromisePeriod = {
  period: string;
  source: string | null;
  start: Instant;
  end: Instant;
  /** `open` while the period's end is still to come at `asOf`. */
  state: 'open' | 'closed';
  verdict: Verdict;
  doubts: Doubt[];
  /** Where the promise is counted in minutes. */
  ledger?: LedgerCounts;
  /** Where it is counted in requests or tickets. */
  events?: EventCounts;
  coverage: RatioText | null;
  /** The ratio that decided; null when undetermined or excluded. */
  settled: RatioText | null;
  /** Never rounded across the target, e.g. `99.870 %`; a range `99.520 % .. 99.991 %` when undetermined. */
  display: string | null;
  evidence: 'conclusive' | 'inconclusive' | null;
  /** True when no remainder of the period can meet the target any more; only minute ledgers can tell. */
  irrecoverable: boolean;
  /** The ledger's bad minutes, and those without enough samples, as ranges. */
  badRanges: Interval[];
  unmeasuredRanges: Interval[];
  excludedRanges: Interval[];
  quantiles?: Quantiles;
  /** Allowed and used: minutes for ledgers, events otherwise. */
  budget: { allowed: RatioText; consumed: number } | null;
  days: Day[];
  clocks?: ClockStatement[];
};

/** A promise of the agreement with its judged periods and the words a committee needs beside them. */
export type PromiseStatement = {
  name: string;
  kind: 'objective' | 'response';
  indicator: string;
  owedBy: string;
  op: '<' | '<=' | '>' | '>=';
  target: string;
  period: 'month' | 'quarter' | 'year';
  calendar: string;
  sources: string[];
  clause: { document?: string | undefined; section?: string | undefined; text?: string | undefined } | null;
  reading: string | null;
  /** The formula in words, e.g. "good minutes / (scheduled - excluded)". */
  formula: string;
  /** The promised duration and what it resolves to, for response promises. */
  meaning: string | null;
  weight: number;
  periods: PromisePeriod[];
};

/** An agreement judged over a period at `asOf`. `skipped` names promises whose own period is longer than the one asked for. */
export type Statement = {
  agreement: string;
  period: string;
  start: Instant;
  end: Instant;
  asOf: Instant;
  promises: PromiseStatement[];
  skipped: { name: string; reason: string }[];
};
