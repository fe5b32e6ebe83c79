// The agreement as it is read from its file: every field checked, defaults filled in, the file's own
// words kept (targets and durations stay text such as `99.9%` and `2h`; exact/ and time/ read them).
// Source, indicator and trigger kinds own the schema of their own part; here they are `type` + rest.

import type { Instant } from '../time/instant.ts';

export type Operator = '<' | '<=' | '>' | '>=';
export type PeriodUnit = 'month' | 'quarter' | 'year';

export type Clause = {
  document?: string | undefined;
  section?: string | undefined;
  text?: string | undefined;
  url?: string | undefined;
};

export type Person = { name: string; email: string; chat?: string | undefined };
export type Party = {
  id: string;
  name: string;
  people: { accountable: Person; technical?: Person | undefined; executive?: Person | undefined };
};

/** Service hours: `weekly` is expanded to single days (`mon` to `sun`), ranges are `HH:MM-HH:MM`. */
export type CalendarTerms = {
  timeZone: string;
  weekly: Partial<Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', string[]>>;
  holidays: { date: string; name?: string | undefined; hours?: string[] | undefined }[];
};

export type Source = {
  name: string;
  type: string;
  /** Cadence as text, e.g. `60s`. */
  every: string;
  measuredBy?: string | undefined;
  retry: { attempts: number; delay: string };
  /** How many vantages must agree before a minute is bad. */
  agreeing: number;
  /** Read by the kind's own schema. */
  spec: unknown;
};

/** What every objective's indicator has; the kind's own fields stand beside `type`. */
export type IndicatorTerms = {
  type: string;
  sources: string[];
  /** `each: source`: judged once per source instead of pooled. */
  each?: 'source' | undefined;
} & Record<string, unknown>;

export type Objective = {
  name: string;
  owedBy: string;
  clause: Clause | null;
  reading: string | null;
  indicator: IndicatorTerms;
  /** A key of `calendars`, or `always`. */
  calendar: string;
  objective: { op: Operator; target: string; critical?: string | undefined; timeSliceTarget: string };
  period: PeriodUnit;
  weight: number;
  minimumSample: number;
  noData: { notMeasured: 'undetermined' | 'good' | 'bad'; coverageFloor: string };
  /** Where its attainment is 100 and 0; without it by the bad share that the target allows. */
  score?: { ideal: string; fail: string } | undefined;
};

export type Severity = {
  level: number;
  name: string;
  firstResponse: string;
  updateEvery?: string | undefined;
  resolution?: string | undefined;
  calendar: string;
  target: string;
  reading: string | null;
};

export type SupportMatrix = {
  name: string;
  source: string;
  owedBy: string;
  clause: Clause | null;
  reading: string | null;
  waitingOnReporterPauses: ('updates' | 'resolution')[];
  period: PeriodUnit;
  weight: number;
  severities: Severity[];
};

export type TriggerTerms = {
  name: string;
  when: { type: string } & Record<string, unknown>;
  then: Record<string, unknown>;
};

/** What evaluation needs of an agreement. The rest of the file is kept for the stages that will read it. */
export type Terms = {
  name: string;
  displayName: string;
  labels: Record<string, string>;
  effective: { from: string; until?: string | undefined };
  timeZone: string;
  fiscalYearStart: number;
  parties: Party[];
  /** Always holds `always` (24x7, UTC). */
  calendars: Record<string, CalendarTerms>;
  sources: Source[];
  objectives: Objective[];
  support: SupportMatrix[];
  triggers: TriggerTerms[];
};

/** The terms as an amendment left them, from `from` on (the first instant of its effective date in the agreement's zone). */
export type Amended<T = Terms> = { name: string; from: Instant; terms: T };

/** The terms as they were first signed, and as each amendment left them: rising `from`, empty without amendments. */
export type Agreement = Terms & { amended: Amended[] };

/**
 * One thing that an amendment changes. `path` names it below `spec`, list items by their own names; without
 * `from` it is added, without `to` it is removed. Null counts as nothing, as it does in the file.
 */
export type Change = { path: string; from?: unknown; to?: unknown };

/** What the parties changed in an agreement; it acts once every party has signed. */
export type Amendment = {
  name: string;
  agreement: string;
  /** A local date in the agreement's zone. */
  effective: { from: string };
  changes: Change[];
  signatures: { party: string; by: string; at: Instant }[];
};

/** A claim that a stretch of time does not count, or counts as good (measurement.md section 3). */
export type Exclusion = {
  name: string;
  agreement: string;
  category: 'scheduled-maintenance' | 'force-majeure' | 'caused-by-other-party';
  /** Instants in milliseconds. */
  window: { start: number; end: number };
  /** Null: every source of the agreement. */
  sources: string[] | null;
  effect: 'remove' | 'count-good';
  reason: string;
  requestedBy: { party: string; by: string; at: number };
  approvedBy: { party: string; by: string; at: number } | null;
  /** Approved by the party that did not ask for it; only then it acts. */
  approved: boolean;
};
