// What the routes read. main.ts gives it; nothing here knows where the figures come from.
import type { Agreement, Exclusion } from '@upheld/shared/agreement/agreement';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { SystemStatus } from '@upheld/shared/api/responses';
import type { Failure } from '@upheld/shared/api/failure-records';
import type { SourceRecord } from '@upheld/shared/api/source-records';
import type { StaleDesk } from '@upheld/shared/api/stale-desk';
import type { Check, Testimony } from '@upheld/shared/api/witnesses';
import type { TermsChange } from '@upheld/shared/evaluation/changed-terms';
import type { DefinitionsStatement } from '@upheld/shared/evaluation/definitions';
import type { Statement } from '@upheld/shared/evaluation/statement';
import type { SupportStanding } from '@upheld/shared/evaluation/support';
import type { ToldAccount } from '@upheld/shared/evaluation/told-accounts';
import type { WhatIf } from '@upheld/shared/evaluation/what-if';
import type { Interval } from '@upheld/shared/time/instant';
import type { Occurrence } from '@upheld/shared/triggers/trigger';
import type { Reception } from '../webhooks/receiving.ts';

/** Who asks. Until accounts exist everybody on loopback is the operator. */
export type Principal = { name: string };

/** Everything that one principal may read. */
export type Readers = {
  agreements(): FullAgreement[];
  exclusions(): Exclusion[];
  /** Throws a RangeError when `period` is no period. */
  statement(agreement: Agreement, period: string): Promise<Statement>;
  /** Throws a RangeError on what does not fit the promise; so does `definitions`. */
  whatIf(
    agreement: Agreement,
    asked: { promise: string; periods: string[]; change: TermsChange },
  ): Promise<WhatIf>;
  definitions(
    agreement: Agreement,
    asked: { promise: string; period: string },
  ): Promise<DefinitionsStatement>;
  occurrences(agreement: string): Promise<Occurrence[]>;
  /** Checks that ended as `outcome` in a window, the newest first. */
  failures(
    query: { agreement: string; source: string; limit: number; outcome: 'bad' | 'unmeasured' } & Interval,
  ): Promise<Failure[]>;
  /** What sources of the agreement reported, the newest first, and the last check of each endpoint. */
  witnesses(agreement: Agreement): Promise<{ heard: Testimony[]; checks: Check[] }>;
  /** How every source of the agreement stands. */
  sources(agreement: Agreement): Promise<SourceRecord[]>;
  /** How support stands at every desk of the agreement. */
  support(agreement: Agreement): Promise<SupportStanding[]>;
  /** The account of one ticket under each matrix; none where it is not known. */
  ticket(agreement: Agreement, asked: { source: string; ticket: string }): Promise<ToldAccount[]>;
  /** Its ticket desks that cannot be read now, or were not yet. */
  staleDesks(agreement: Agreement): Promise<StaleDesk[]>;
  system(): SystemStatus;
  now(): number;
};

/** A change that pages may want to show; `agreement` is null when the configuration changed. */
export type Change = { agreement: string | null; asOf: number };

export type Operations = {
  /** Null when ready, else why not. */
  notReady(): Promise<string | null>;
  /** Reloads the configuration, all or nothing. */
  reload(): Promise<{ ok: true } | { ok: false; faults: string[] }>;
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Calls `listener` at every change until the returned function is called. */
  subscribe(listener: (change: Change) => void): () => void;
  answered(code: number, method: string): void;
  /** Whether a source has this token of a heartbeat's URL. */
  knowsBeat(token: string): boolean;
  /** A call of a heartbeat's URL: `kept` once it is durable. */
  beat(token: string): Promise<'kept' | 'unknown' | 'refused'>;
  /** Where what a desk sends to the address of a source is taken; null where no source is told this way. */
  receptionOf(source: { agreement: string; source: string }): Reception | null;
};

export type ApiParts = Operations & { readersFor(principal: Principal): Readers };

/** The variables of a request. */
export type ApiEnv = { Variables: { readers: Readers } };
