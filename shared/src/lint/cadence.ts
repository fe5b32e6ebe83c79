// How often sources would have to be probed for a number of events, as a line to paste.
import { milliseconds } from '../time/duration.ts';
import type { Interval } from '../time/instant.ts';
import { mostEvents } from './most-events.ts';
import type { Judged } from './most-events.ts';

/** From rare to frequent. A partner is not asked to bear more than one request in five seconds. */
const cadences = [
  ...['12h', '6h', '4h', '3h', '2h', '1h', '30m', '20m', '15m', '10m'],
  ...['5m', '4m', '3m', '2m', '60s', '30s', '20s', '15s', '10s', '5s'],
];

/** The least frequent cadence that can give `needed` events in these minutes; null where none of them can. */
export function cadenceFor(judged: Judged, scheduled: Interval[], needed: number): string | null {
  if (judged.counts === 'minutes') return null;
  const every = cadences.find((text) => mostEvents(judged, scheduled, milliseconds(text)) >= needed);
  if (every === undefined) return null;
  const slower = judged.sources.filter((source) => milliseconds(source.every) > milliseconds(every));
  return `every: ${every} # in ${slower.map(({ name }) => `sources.${name}`).join(', ')}`;
}
