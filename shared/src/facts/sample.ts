// One probe's outcome in one scheduled slot: the fact that everything else is computed from
// (measurement.md section 2). Facts are never edited.
import type { Instant } from '../time/instant.ts';

/** Why a slot is bad: the partner's answer, or the lack of one. A closed list. */
export const badReasons = [
  'status',
  'expectation',
  'timeout',
  'connect',
  'dns',
  'tls',
  'protocol',
  'redirect',
] as const;

/** Why a slot is not measured: always on our side, never the partner's downtime. A closed list. */
export const unmeasuredReasons = [
  'stopped',
  'overloaded',
  'own-network',
  'storage',
  'clock',
  'policy',
  'rate-limited',
  'credentials',
] as const;

export type BadReason = (typeof badReasons)[number];
export type UnmeasuredReason = (typeof unmeasuredReasons)[number];

/**
 * How a slot ended. `latencyMs` has a resolution of 0.1 ms; null where no response came, or where an
 * imported row does not tell it. `ageMs` is how old the last update was when a check of freshness was made,
 * against the partner's own clock, in the same resolution and never below 0. `status` is the HTTP status of
 * a slot that is bad with the reason `status`. Most samples have neither; null says so too.
 */
export type Outcome =
  | { outcome: 'ok'; reason: null; latencyMs: number | null; ageMs?: number | null }
  | {
      outcome: 'bad';
      reason: BadReason;
      latencyMs: number | null;
      ageMs?: number | null;
      status?: number | null;
    }
  | { outcome: 'unmeasured'; reason: UnmeasuredReason; latencyMs: null };

/** A slot as it is stored: `at` is the scheduled instant, and (agreement, source, vantage, at) is its key. */
export type Sample = Outcome & { agreement: string; source: string; vantage: string; at: Instant };

/** The codes of `SampleSeries.outcome`. */
export const outcomeCode = { ok: 0, bad: 1, unmeasured: 2 } as const;

/**
 * The samples of one source from one vantage as columns, in rising order of `at`. `latencyMs` is NaN
 * where the sample has none. Columns, because a quarter of minutes is 131,040 samples. `ageMs` (NaN where a
 * sample has none) and `status` (0 where it has none) are there only where some sample has one.
 */
export type SampleSeries = {
  source: string;
  vantage: string;
  at: Float64Array;
  outcome: Uint8Array;
  latencyMs: Float64Array;
  ageMs?: Float64Array;
  status?: Uint16Array;
};
