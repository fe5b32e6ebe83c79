// A second witness beside our samples: what a partner says of itself, held against what our own checks
// found. It is shown and never counted. Pure.
import type { ReportedStatus, StatusReport } from '../facts/status-report.ts';
import type { Instant } from '../time/instant.ts';
import type { Witness } from './witness-records.ts';

/** What a source said from `at` to `seenAt`. */
export type HeardReport = StatusReport & { at: Instant; seenAt: Instant };

/** The reports of one source, the newest first. */
export type Testimony = { source: string; reports: HeardReport[] };

/** The last check of an endpoint that measured something. */
export type Check = Witness['checks'][number];

const inWords: Record<ReportedStatus, string> = {
  operational: 'all is well',
  degraded: 'it is degraded',
  partial_outage: 'there is a partial outage',
  major_outage: 'there is a major outage',
  maintenance: 'it is under maintenance',
  unknown: 'nothing that can be read',
};

/**
 * Each source that has reported, with its last report beside `checks`. It disagrees where it says that all
 * is well while a check failed, or tells of an outage while every check was ok; a degraded service and one
 * under maintenance may do either.
 */
export function witnessesOf(heard: Testimony[], checks: Check[]): Witness[] {
  return heard.flatMap(({ source, reports }) => {
    const [latest] = reports;
    if (latest === undefined) return [];
    const { status, at, seenAt } = latest;
    const others = checks.filter((check) => check.source !== source);
    const spoken = { agreement: standing(status, others), words: words(status, others) };
    return [{ source, status, at, seenAt, ...spoken, checks: others }];
  });
}

function standing(status: ReportedStatus, checks: Check[]): Witness['agreement'] {
  if (status === 'unknown' || checks.length === 0) return 'unknown';
  const failed = checks.some(({ outcome }) => outcome === 'bad');
  if (status === 'operational') return failed ? 'disagrees' : 'agrees';
  const isOutage = status === 'partial_outage' || status === 'major_outage';
  return isOutage && !failed ? 'disagrees' : 'agrees';
}

function words(status: ReportedStatus, checks: Check[]): string {
  if (status === 'unknown') return `It says ${inWords[status]}`;
  const failed = checks.filter(({ outcome }) => outcome === 'bad');
  const found = failed.length > 0 ? failedWords(failed) : okWords(checks);
  return `It says that ${inWords[status]}; ${found}`;
}

function failedWords([first, ...others]: Check[]): string {
  if (first === undefined) return '';
  if (others.length === 0) return `our last check of ${first.source} failed (${first.reason})`;
  const named = [first, ...others].map(({ source, reason }) => `${source} (${reason})`);
  return `our last checks of ${named.join(', ')} failed`;
}

function okWords(checks: Check[]): string {
  if (checks.length === 0) return 'no endpoint was measured lately';
  const named = checks.map(({ source }) => source).join(', ');
  return checks.length === 1 ? `our last check of ${named} was ok` : `our last checks of ${named} were ok`;
}
