// What calls for attention under an agreement (measurement.md section 5). The engine detects; only
// people serve notice.
import type { PromisePeriod, PromiseStatement, Statement } from '../evaluation/statement.ts';
import type { Instant } from '../time/instant.ts';
import type { z } from 'zod';

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
  /**
   * Minutes accounted for (scheduled minus unmeasured), events, or decided clocks that are known: when
   * fewer are now, coverage was lost since.
   */
  measured: number;
  /** One sentence, for logs and pages: exact figures, and instants in the agreement's zone. */
  summary: string;
};

/**
 * What one look at the facts says about one subject. `holds` opens; `gone` clears; `unsupported` clears
 * unless coverage was lost since the opening; `unknown`, the facts can tell neither way, leaves all as it is.
 */
export type Finding = {
  promise: string;
  source: string | null;
  subject: string;
  state: 'holds' | 'gone' | 'unsupported' | 'unknown';
  evidence: Evidence;
};

/** A trigger as the agreement states it. */
export type TriggerRule = { name: string; when: { type: string } & Record<string, unknown> };

/**
 * A kind of trigger: `when` reads the fields that stand beside `type`, `find` says what holds, with
 * instants in the agreement's zone. Pure.
 */
export type TriggerKind<When = unknown> = {
  type: string;
  when: z.ZodObject & z.ZodType<When>;
  find(when: When, statements: Statement[], timeZone: string): Finding[];
};

/** Where a finding is looked for: one promise in one of its periods, as it stood at `asOf`. */
export type Judged = { promise: PromiseStatement; period: PromisePeriod; asOf: Instant };
