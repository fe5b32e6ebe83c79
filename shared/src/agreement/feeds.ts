// Whether sources give what is read from them: objectives count probe samples, some of them counted traffic
// too, and support counts tickets.
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Feed, Kinds } from './kinds.ts';
import { placesAt, valueAt } from './paths.ts';
import type { Place } from './paths.ts';
import { such } from './rule.ts';

/** A named source with what its reader can be fed. `needsInstants` names an indicator that hourly counts cannot feed. */
type Reading = Place & {
  reads: readonly Feed[];
  who: string;
  needsInstants: string | null;
  fallback: string;
};

/** Sources of known kinds that cannot feed what names them. */
export function unfitSources(document: unknown, kinds: Kinds): Fault[] {
  const feeds = feedsByName(document, kinds);
  return [...objectiveReadings(document, kinds), ...supportReadings(document)]
    .filter(({ value, reads }) => feeds.has(value) && !fits(feeds.get(value), reads))
    .map((reading) => faultAt(document, reading.path, rule(reading, feeds)));
}

function objectiveReadings(document: unknown, kinds: Kinds): Reading[] {
  return placesAt(document, 'spec.objectives[]').flatMap(({ path: at, value: objective }) => {
    const type = valueAt(objective, ['indicator', 'type']);
    const kind = kinds.indicators.find((candidate) => candidate.type === type);
    const reads = kind?.reads ?? ['samples'];
    return placesAt(objective, 'indicator.sources[]').map(({ path, value }) => ({
      ...{ path: [...at, ...path], value, reads, who: 'an objective', fallback: 'one of type http' },
      needsInstants: kind === undefined || reads.includes('counts') ? null : kind.type,
    }));
  });
}

function supportReadings(document: unknown): Reading[] {
  return placesAt(document, 'spec.support[].source').map((place) => ({
    ...{ ...place, reads: ['tickets'], who: 'a support matrix', fallback: 'one of type json-http' },
    needsInstants: null,
  }));
}

function feedsByName(document: unknown, kinds: Kinds): Map<unknown, Feed> {
  const feedOf = new Map<unknown, Feed>(kinds.sources.map((kind) => [kind.type, kind.feeds]));
  const entries = placesAt(document, 'spec.sources[]').flatMap(({ value: source }) => {
    const feed = feedOf.get(placesAt(source, 'type')[0]?.value);
    return feed === undefined ? [] : placesAt(source, 'name').map(({ value: name }) => [name, feed] as const);
  });
  return new Map(entries);
}

function fits(feed: Feed | undefined, reads: readonly Feed[]): boolean {
  return feed === 'any' || reads.some((read) => read === feed);
}

function rule({ value, reads, who, needsInstants, fallback }: Reading, feeds: Map<unknown, Feed>): string {
  const fitting = [...feeds].find(([, feed]) => fits(feed, reads));
  const example = String(fitting?.[0] ?? fallback);
  if (feeds.get(value) === 'counts' && needsInstants !== null) {
    const why = `${needsInstants} must know the instant of what it counts, and this source counts by the hour`;
    return such(`${why}; make the promise an error-rate or a latency, or name a source of samples`, example);
  }
  const words = reads.map((feed) => (feed === 'counts' ? 'counted traffic' : feed)).join(' or ');
  return such(`${who} reads ${words}, which this source does not give; name one that does`, example);
}
