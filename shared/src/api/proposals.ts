// Maintenance that a partner published, as proposals of exclusions. A proposal counts for nothing: people of
// both parties complete it, sign it and put it into the folder, or leave it. Pure.
import type { Agreement, Exclusion } from '../agreement/agreement.ts';
import { nearestMaintenance } from '../facts/nearest-maintenance.ts';
import type { PublishedMaintenance } from '../facts/status-report.ts';
import type { Instant, Interval } from '../time/instant.ts';
import type { Proposal, WitnessesResponse } from './witness-records.ts';
import type { HeardReport, Testimony } from './witnesses.ts';

type Published = PublishedMaintenance & { source: string; publishedAt: Instant; isOnPage: boolean };

/** More than people complete and sign. */
const mostProposals = 100;

/**
 * Every maintenance that was published and that reaches into `period` or lies after it, unless an Exclusion
 * of the agreement speaks of a part of it, by start. What a page has dropped since stays proposed, because
 * pages drop what is over. Of more than 100 those are listed that are nearest to `now`, and the rest is counted.
 */
export function proposalsOf(
  agreement: Agreement,
  heard: Testimony[],
  exclusions: Exclusion[],
  period: Interval,
  now: Instant,
): Pick<WitnessesResponse, 'proposals' | 'proposalsLeftOff'> {
  const known = exclusions.filter((exclusion) => exclusion.agreement === agreement.name);
  const all = heard
    .flatMap(({ source, reports }) => published(source, reports))
    .filter(({ end, start }) => (end ?? start + 1) > period.start)
    .filter((one) => !known.some(({ window }) => overlaps(window, one)));
  const listed = nearestMaintenance(all, now, mostProposals);
  return {
    proposals: listed.map((one) => proposalFor(agreement, one)).sort((a, b) => a.start - b.start),
    proposalsLeftOff: all.length - listed.length,
  };
}

function proposalFor(agreement: Agreement, one: Published): Proposal {
  return { ...one, isLate: one.publishedAt > one.start, document: documentFor(agreement, one) };
}

/** The newest that was said of each maintenance, and when it was said first. */
function published(source: string, reports: HeardReport[]): Published[] {
  const byId = new Map<string, Published>();
  for (const [place, { at, maintenance }] of reports.entries()) {
    for (const one of maintenance) {
      const newest = byId.get(one.id) ?? { ...one, source, isOnPage: place === 0 };
      byId.set(one.id, { ...newest, publishedAt: at });
    }
  }
  return [...byId.values()];
}

function overlaps(window: Interval, { start, end }: PublishedMaintenance): boolean {
  return window.start < (end ?? start + 1) && start < window.end;
}

/** Who asks and when is for people to write: software asks for nothing. */
function documentFor(agreement: Agreement, { source, start, end, name }: Published): string | null {
  if (end === null) return null;
  const local = (instant: Instant) => localText(instant, agreement.timeZone);
  const party = agreement.sources.find((one) => one.name === source)?.measuredBy ?? 'PARTY';
  return [
    'apiVersion: upheld/v1',
    'kind: Exclusion',
    `metadata: { name: ${source.slice(0, 50)}-${local(start).slice(0, 10)} }`,
    'spec:',
    `  agreement: ${agreement.name}`,
    '  category: scheduled-maintenance',
    `  window: { from: ${local(start)}, to: ${local(end)} }`,
    '  effect: remove',
    `  reason: ${JSON.stringify(`Published on ${source}: ${name}`)}`,
    `  requestedBy: { party: ${party}, by: NAME, at: INSTANT }`,
    '  # It does nothing until the other party has signed:',
    '  # approvedBy: { party: PARTY, by: NAME, at: INSTANT }',
    '',
  ].join('\n');
}

function localText(instant: Instant, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  return local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}
