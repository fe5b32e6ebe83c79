// What calls for attention under an agreement (measurement.md section 5). The engine detects; only
// people serve notice.
import type { Instant } from '../time/instant.ts';
import type { PromisePeriod, PromiseStatement, Statement } from '../evaluation/statement.ts';

/** What a trigger was opened for: one period of a promise, or one ticket. */
export type Occurrence = {
  agreement: string;
  /** The trigger's name in the agreement file. */
  trigger: string;
  type: string;
  promise: string;
  source: string | null;
  /** The period (`2026-07`) or the ticket that this occurrence is about. */
  subject: string;
  openedAt: Instant;
  clearedAt: Instant | null;
  /** The facts that opened it, frozen as they were. */
  evidence: Evidence;
};

/** The figures that a trigger saw when it opened. */
export type Evidence = {
  period: string;
  asOf: Instant;
  verdict: string;
  display: string | null;
  target: string;
  /** Measured minutes or events at that instant: a later loss of coverage must not clear the trigger. */
  measured: number;
  summary: string;
};

/** What one look at the facts says about one subject. */
export type Finding = {
  promise: string;
  source: string | null;
  subject: string;
  /** `unknown`: the facts can tell neither way, so an open occurrence stays open and none is opened. */
  state: 'holds' | 'gone' | 'unknown';
  evidence: Evidence;
};

/** A trigger as the agreement states it, its `when` already read by its kind. */
export type TriggerRule = { name: string; when: { type: string } & Record<string, unknown> };

/** A kind of trigger: it reads statements and says what holds. Pure. */
export type TriggerKind = {
  type: string;
  find(when: Record<string, unknown>, statements: Statement[]): Finding[];
};

/** Where a finding is looked for: one promise in one of its periods. */
export type Judged = { promise: PromiseStatement; period: PromisePeriod };
