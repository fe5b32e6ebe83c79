// What the collector's API answers with. The dashboard knows these and nothing else of the collector.
import type { Instant } from '../time/instant.ts';
import type { PromiseStatement, Statement, Verdict } from '../evaluation/statement.ts';
import type { Occurrence } from '../triggers/trigger.ts';

export type PartySummary = { id: string; name: string };

/** An open or cleared trigger: its occurrences share agreement, trigger, promise and source. */
export type TriggerSummary = {
  agreement: string;
  trigger: string;
  type: string;
  promise: string;
  source: string | null;
  openedAt: Instant;
  clearedAt: Instant | null;
  occurrences: Occurrence[];
};

export type AgreementSummary = {
  id: string;
  name: string;
  /** The agreement's data come from a simulator: every page, table and metric says so. */
  simulated: boolean;
  timeZone: string;
  parties: PartySummary[];
  /** The current quarter. */
  period: string;
  asOf: Instant;
  /** The worst verdict among its promises in the current quarter. */
  verdict: Verdict;
  counts: Record<Verdict, number>;
  /** The promise that the page names first. */
  worst: { promise: string; verdict: Verdict; display: string | null; target: string } | null;
  openTriggers: number;
};

/** State of this installation that every page shows when it is not well. */
export type SystemStatus = {
  asOf: Instant;
  version: string;
  config: { loadedAt: Instant | null; lastReloadSuccessful: boolean; faults: string[] };
};

export type PortfolioResponse = { system: SystemStatus; agreements: AgreementSummary[] };

export type AgreementResponse = {
  system: SystemStatus;
  agreement: AgreementSummary;
  /** Quarters that the agreement has seen, newest first, for the period picker. */
  periods: string[];
  statement: Statement;
  triggers: TriggerSummary[];
};

export type ObjectiveResponse = {
  system: SystemStatus;
  agreement: AgreementSummary;
  periods: string[];
  promise: PromiseStatement;
  /** The exclusions that touch the period, acting or not. */
  exclusions: {
    name: string;
    category: string;
    start: Instant;
    end: Instant;
    effect: string;
    approved: boolean;
    reason: string;
  }[];
  triggers: TriggerSummary[];
};

/** application/problem+json (RFC 9457). */
export type Problem = { type: string; title: string; status: number; detail: string };
