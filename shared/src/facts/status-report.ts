// What a partner says of itself: a second witness beside our samples, never the measurement.
import type { Instant } from '../time/instant.ts';

/** One vocabulary for every format (prometheus.md section 5). What cannot be read is `unknown`, never well. */
export const reportedStatuses = [
  'operational',
  'degraded',
  'partial_outage',
  'major_outage',
  'maintenance',
  'unknown',
] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

/** A maintenance that the partner published; `end` is null where it does not say. Proposes an exclusion, no more. */
export type PublishedMaintenance = { id: string; name: string; start: Instant; end: Instant | null };

export type StatusReport = { status: ReportedStatus; maintenance: PublishedMaintenance[] };
