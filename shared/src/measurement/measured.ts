// What an indicator measured over a window, before anybody judges it. Judging, burn rates, tallies and
// explanations all start from here, so that they cannot disagree.
import type { Exclusion } from '../agreement/agreement.ts';
import type { LoadTest } from '../facts/load-test.ts';
import type { SupportClock } from '../tickets/clocks.ts';
import type { SourceSlots } from './coverage.ts';
import type { GradedSeries } from './events.ts';
import type { LedgerMinutes } from './ledger.ts';
import type { MinutePlan } from './minute-plan.ts';
import type { TimedSeries } from './quantiles.ts';
import type { SourceTraffic } from './traffic.ts';

/** The class of every minute (measurement.md section 3). `exclusions` are those that may cover a minute of it. */
export type MeasuredMinutes = { by: 'minutes'; minutes: LedgerMinutes; exclusions: Exclusion[] };

/**
 * Requests or checks (section 4, "Occurrences"). `judged` says which share the target is about; `plans`
 * has an entry for each source, because exclusions may differ between them, `slots` one for each that is
 * asked by samples, `events` one for each vantage of each of those, `traffic` one for each that counts itself;
 * `times` are the events with response times, where the indicator counts by them.
 */
export type MeasuredEvents = {
  by: 'events';
  judged: 'good' | 'bad';
  plans: MinutePlan[];
  events: GradedSeries[];
  slots: SourceSlots[];
  traffic: SourceTraffic[];
  exclusions: Exclusion[];
  times?: TimedSeries[];
};

/** The support clocks of one severity that were decided in the window, and those that run (section 6). */
export type MeasuredClocks = {
  by: 'clocks';
  decided: SupportClock[];
  running: SupportClock[];
  /** A clock that nobody knows of may have fallen due, because the desk could not be read for so long. */
  mayHideClocks: boolean;
};

/** The newest load test that is valid for the window, null if none is (section 4, "Capacity"). */
export type MeasuredLoadTest = { by: 'load-test'; promisedUsers: number; test: LoadTest | null };

export type Measured = MeasuredMinutes | MeasuredEvents | MeasuredClocks | MeasuredLoadTest;
