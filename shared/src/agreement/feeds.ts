// Whether sources give what is read from them: objectives count probe samples, support counts tickets.
import { faultAt } from './fault.ts';
import type { Fault } from './fault.ts';
import type { Feed, Kinds } from './kinds.ts';
import { placesAt } from './paths.ts';
import { such } from './rule.ts';

type Reader = { at: string; needs: Feed; who: string; fallback: string };

const readers: Reader[] = [
  {
    at: 'spec.objectives[].indicator.sources[]',
    needs: 'samples',
    who: 'an objective',
    fallback: 'one of type http',
  },
  {
    at: 'spec.support[].source',
    needs: 'tickets',
    who: 'a support matrix',
    fallback: 'one of type json-http',
  },
];

/** Sources of known kinds that cannot feed what names them. */
export function unfitSources(document: unknown, kinds: Kinds): Fault[] {
  const feeds = feedsByName(document, kinds);
  return readers.flatMap((reader) =>
    placesAt(document, reader.at)
      .filter(({ value }) => feeds.has(value) && !fits(feeds.get(value), reader.needs))
      .map(({ path }) => faultAt(document, path, rule(reader, feeds))),
  );
}

function feedsByName(document: unknown, kinds: Kinds): Map<unknown, Feed> {
  const feedOf = new Map<unknown, Feed>(kinds.sources.map((kind) => [kind.type, kind.feeds]));
  const entries = placesAt(document, 'spec.sources[]').flatMap(({ value: source }) => {
    const feed = feedOf.get(placesAt(source, 'type')[0]?.value);
    return feed === undefined ? [] : placesAt(source, 'name').map(({ value: name }) => [name, feed] as const);
  });
  return new Map(entries);
}

function fits(feed: Feed | undefined, needs: Feed): boolean {
  return feed === 'any' || feed === needs;
}

function rule({ needs, who, fallback }: Reader, feeds: Map<unknown, Feed>): string {
  const fitting = [...feeds].find(([, feed]) => fits(feed, needs));
  return such(
    `${who} reads ${needs}, which this source does not give; name one that does`,
    String(fitting?.[0] ?? fallback),
  );
}
